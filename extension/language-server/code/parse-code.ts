import { type ChangedRange, type SyntaxNode, Tree, TreeFragment } from "@lezer/common";
import { parser as javascript } from "@lezer/javascript";
import { parser as python } from "@lezer/python";
import { changedText } from "../../../runner/model/changed-text.ts";
import type { Range } from "../../../runner/model/problem.ts";
import { importStatements } from "./import-statements.ts";
import { lineStartsOf, rangeIn } from "./line-starts.ts";

export type CodeLanguage = "javascript" | "typescript" | "python" | "other";

/** One version of a source file, parsed. Half-typed code has a tree as well, with what could be made of it. */
export interface ParsedCode {
  readonly language: CodeLanguage;
  readonly text: string;
  /** Empty in languages that have no parser here: those are read as text. */
  readonly tree: Tree;
  /** The offset at which each line begins. */
  readonly lineStarts: readonly number[];
}

/**
 * Parses a source file.
 *
 * @param file decides on the language, by its extension
 * @param previous an earlier version of the same file: what did not change since is not parsed again
 */
export function parseCode(file: string, text: string, previous?: ParsedCode): ParsedCode {
  if (previous?.text === text) return previous;
  const { language, parser } = languageOf(file);
  const lineStarts = lineStartsOf(text);
  if (parser === undefined) return { language, text, tree: Tree.empty, lineStarts };
  const known = previous?.language === language ? unchanged(previous, text) : [];
  return { language, text, tree: parser.parse(text, known), lineStarts };
}

/** What a file's code loads from elsewhere while it is loaded itself, in order; not what only types come from. */
export function importsOf(parsed: ParsedCode): { readonly specifier: string; readonly range: Range }[] {
  return importStatements(parsed)
    .filter(({ isAtInit }) => isAtInit)
    .map(({ specifier, from, to }) => ({ specifier, range: rangeIn(parsed, from, to) }));
}

/** The text of a node. */
export function textOf(parsed: ParsedCode, node: Pick<SyntaxNode, "from" | "to">): string {
  return parsed.text.slice(node.from, node.to);
}

const parsers = {
  jsx: javascript.configure({ dialect: "jsx" }),
  ts: javascript.configure({ dialect: "ts" }),
  tsx: javascript.configure({ dialect: "ts jsx" }),
};

function languageOf(file: string): { language: CodeLanguage; parser?: typeof javascript } {
  const extension = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? "";
  if (["js", "mjs", "cjs", "jsx"].includes(extension)) return { language: "javascript", parser: parsers.jsx };
  if (["ts", "mts", "cts"].includes(extension)) return { language: "typescript", parser: parsers.ts };
  if (extension === "tsx") return { language: "typescript", parser: parsers.tsx };
  return extension === "py" ? { language: "python", parser: python } : { language: "other" };
}

/** The parts of the earlier tree that hold: those around the edit. */
function unchanged(previous: ParsedCode, text: string): readonly TreeFragment[] {
  const { start, endBefore, endNow } = changedText(previous.text, text);
  const change: ChangedRange = { fromA: start, toA: endBefore, fromB: start, toB: endNow };
  return TreeFragment.applyChanges(TreeFragment.addTree(previous.tree), [change]);
}
