import type { SyntaxNode } from "@lezer/common";
import type { ParsedCode } from "./parse-code.ts";
import { pythonImports } from "./python-imports.ts";
import { scriptImports } from "./script-imports.ts";

/** One module that a file loads. `from` and `to` are the offsets of its name, without quotes. */
export interface ImportStatement {
  readonly specifier: string;
  readonly from: number;
  readonly to: number;
  /** The whole statement it is in. */
  readonly statement: SyntaxNode;
  readonly form: "import" | "export" | "require" | "python";
  readonly names: readonly ImportedName[];
  /** It runs while the file is loaded, not when a function is called. */
  readonly isAtInit: boolean;
}

export interface ImportedName {
  /** The name that the module gives it; `default`, or `*` for the whole module. */
  readonly imported: string;
  readonly local: string;
}

/** All imports of a file in order, those inside functions included. */
export function importStatements(parsed: ParsedCode): readonly ImportStatement[] {
  const known = read.get(parsed);
  if (known !== undefined) return known;
  const found = parsed.language === "python" ? pythonImports(parsed) : scriptImports(parsed);
  read.set(parsed, found);
  return found;
}

/** Each rule asks for them. */
const read = new WeakMap<ParsedCode, readonly ImportStatement[]>();
