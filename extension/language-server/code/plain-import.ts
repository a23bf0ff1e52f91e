import type { ImportStatement } from "./import-statements.ts";
import { type ParsedCode, textOf } from "./parse-code.ts";

/** The statement is the import of one module and nothing else, on lines of its own. */
export function isPlainImport(parsed: ParsedCode, { form, statement }: ImportStatement): boolean {
  const before = parsed.text.slice(parsed.text.lastIndexOf("\n", statement.from - 1) + 1, statement.from);
  const after = /^[^\r\n]*/.exec(parsed.text.slice(statement.to))?.[0] ?? "";
  return before === "" && /^[ \t]*(?:(?:\/\/|#).*)?$/.test(after) && patterns[form].test(textOf(parsed, statement));
}

const patterns = {
  import: /^import\b[^;]*;?$/,
  export: /^export\b[^;]*;?$/,
  require: /^(?:const|let|var)\s+(?:[\w$]+|\{[^{}]*\})\s*=\s*require\(\s*["'][^"']*["']\s*\)(?:\.[\w$]+)?\s*;?$/,
  // `import a, b` imports two.
  python: /^(?:from\s[^;]*|import\s+[\w.]+(?:\s+as\s+\w+)?)$/,
} as const;
