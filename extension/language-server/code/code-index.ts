import type { SyntaxNode } from "@lezer/common";
import type { ParsedCode } from "./parse-code.ts";

/** What several rules look for in the whole of a file, found by going through it once. */
export interface CodeIndex {
  /** Some part could not be read: half-typed code, or syntax that the parser doesn't know. */
  readonly hasErrors: boolean;
  /** The nodes of a kind, in order. */
  nodes(...kinds: readonly IndexedKind[]): SyntaxNode[];
}

export type IndexedKind = (typeof kinds)[number];

export function indexOf(parsed: ParsedCode): CodeIndex {
  const known = indexes.get(parsed);
  if (known !== undefined) return known;
  const index = makeIndex(parsed);
  indexes.set(parsed, index);
  return index;
}

const kinds = [
  "ImportDeclaration",
  "ExportDeclaration",
  "ImportStatement",
  "CallExpression",
  "String",
  "TemplateString",
  "FormatString",
  "LineComment",
  "BlockComment",
  "Comment",
] as const;

const indexes = new WeakMap<ParsedCode, CodeIndex>();

function makeIndex({ tree }: ParsedCode): CodeIndex {
  const byKind = new Map<string, SyntaxNode[]>(kinds.map((kind) => [kind, []]));
  let hasErrors = false;
  tree.iterate({
    enter: (ref) => {
      byKind.get(ref.name)?.push(ref.node);
      hasErrors ||= ref.type.isError;
    },
  });
  const nodes = (...wanted: readonly IndexedKind[]): SyntaxNode[] => {
    const found = wanted.flatMap((kind) => byKind.get(kind) ?? []);
    return wanted.length > 1 ? found.sort((a, b) => a.from - b.from || b.to - a.to) : found;
  };
  return { hasErrors, nodes };
}
