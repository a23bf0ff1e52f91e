import { isCollection, isPair, isScalar, type Node, type Pair, type Scalar } from "yaml";

/** Where in the text the line of an offset starts; the byte order mark is no part of the first line. */
export function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return start === 0 && text.startsWith("\uFEFF") ? 1 : start;
}

/** Just behind the line break of an offset's line; the end of the text when the line has none. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end + 1;
}

/** The white space that the line of an offset starts with. */
export function indentationAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? "";
}

/** Just behind the last character of a node, comments and white space after it left out. */
export function endOf(node: unknown, text: string): number {
  const leaf = lastLeaf(node);
  if (isPair(leaf)) return endOfKey(leaf);
  const [start, end] = (leaf as Node).range ?? [0, 0];
  if (!isBlockText(leaf) || keepsEmptyLines(leaf, text)) return end;
  return start + text.slice(start, end).trimEnd().length;
}

/** Whether a node ends in a text whose `|+` or `>+` makes the empty lines behind it part of the value. */
export function keepsEmptyLines(node: unknown, text: string): boolean {
  const leaf = lastLeaf(node);
  return isBlockText(leaf) && /^[|>]\d?\+/.test(text.slice(leaf.range?.[0]));
}

/** The scalar or flow collection that a node ends with; a pair when nothing is written behind its colon. */
function lastLeaf(node: unknown): unknown {
  if (isPair(node)) return node.value === null || isUnwritten(node.value) ? node : lastLeaf(node.value);
  const last: unknown = isCollection(node) && node.flow !== true ? node.items.at(-1) : undefined;
  return last === undefined ? node : lastLeaf(last);
}

function isBlockText(node: unknown): node is Scalar {
  return isScalar(node) && node.type?.startsWith("BLOCK_") === true;
}

/** Where a pair's key starts. */
export function startOf(pair: Pair): number {
  return (pair.key as Node).range?.[0] ?? 0;
}

/** Behind the colon. */
function endOfKey(pair: Pair): number {
  const value = pair.value as Node | null;
  return value?.range?.[0] ?? (pair.key as Node).range?.[1] ?? 0;
}

/** A key with nothing behind its colon. */
export function isUnwritten(node: unknown): boolean {
  return isScalar(node) && node.value === null && node.source === "";
}

/**
 * The start of the line at which a block may go on after `offset`: behind the comments that are indented as far as the
 * block's own entries, and so are likely to be about them.
 */
export function endOfBlock(text: string, offset: number, indentation: number): number {
  let place = text.charAt(offset - 1) === "\n" ? offset : nextLine(text, offset);
  for (let line = place; line < text.length; line = nextLine(text, line)) {
    const content = text.slice(line, nextLine(text, line));
    if (content.trim() === "") continue;
    const column = content.search(/\S/);
    if (content.charAt(column) !== "#" || column < indentation) break;
    place = nextLine(text, line);
  }
  return place;
}
