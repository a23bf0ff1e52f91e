import { getLocation } from "jsonc-parser";

/** Where in a template somebody types. */
export interface TemplateCursor {
  /** Keys from the root down to the value or to the map that gets a new key; a list's item is `[]`. */
  readonly path: readonly string[];
  /** A key of the map at `path` is being typed, or the value at it. */
  readonly kind: "key" | "value";
  /** Offsets of what is there already of the word, its quotes not included: what a suggestion replaces. */
  readonly start: number;
  readonly end: number;
  readonly isJson: boolean;
  /** JSON wants quotes around what is put in, unless there are some. */
  readonly isQuoted: boolean;
}

/** In half-typed text, too; undefined in a comment and in a text of more than one line. */
export function templateCursor(text: string, offset: number): TemplateCursor | undefined {
  return /^\s*[{[]/.test(text) ? jsonCursor(text, offset) : yamlCursor(text, offset);
}

function jsonCursor(text: string, offset: number): TemplateCursor | undefined {
  const { path, previousNode, isAtPropertyKey } = getLocation(text, offset);
  const keys = path.map((key) => (typeof key === "number" ? "[]" : key));
  const node = previousNode;
  const isInside = node !== undefined && node.offset <= offset && offset <= node.offset + node.length;
  const isQuoted = isInside && text[node.offset] === '"';
  const quote = isQuoted ? 1 : 0;
  return {
    path: isAtPropertyKey ? keys.slice(0, -1) : keys,
    kind: isAtPropertyKey ? "key" : "value",
    start: isInside ? node.offset + quote : offset,
    end: isInside ? Math.max(offset, node.offset + node.length - (isQuoted && isClosed(text, node) ? 1 : 0)) : offset,
    isJson: true,
    isQuoted,
  };
}

function isClosed(text: string, { offset, length }: { readonly offset: number; readonly length: number }): boolean {
  return length > 1 && text[offset + length - 1] === '"';
}

/** A line of block style: how far in it stands, its dashes, its key, and what follows the colon. */
const linePattern =
  /^(?<indent> *)(?<dashes>(?:- +|-$)*)(?:(?<key>[^\s#'"{}[\],:][^#'"{}[\],:]*|"[^"]*"|'[^']*'):(?<rest>\s.*|$))?/;

function yamlCursor(text: string, offset: number): TemplateCursor | undefined {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const lineEnd = endOfLine(text, offset);
  const before = text.slice(lineStart, offset);
  if (/(?:^|\s)#/.test(before)) return undefined;
  const { indent = "", dashes = "", key, rest = "" } = linePattern.exec(before)?.groups ?? {};
  const column = indent.length + dashes.length;
  const above = text.slice(0, lineStart);
  if (key !== undefined) {
    const path = [...pathAbove(above, column, dashes), unquoted(key)];
    const flow = /^\s*\[(?:[^\]]*,)?\s*(?<word>[^\s,\]]*)$/.exec(rest)?.groups?.["word"];
    const word = flow ?? /^\s+(?<word>\S*)$/.exec(rest)?.groups?.["word"];
    if (word === undefined) return undefined;
    return yamlWord(flow === undefined ? path : [...path, "[]"], "value", word, text, offset, lineEnd);
  }
  const word = before.slice(column);
  if (/\s/.test(word)) return undefined;
  const path = pathAbove(above, column, dashes);
  // An item of a list is a value until it has a colon; a line of a map is a key.
  return yamlWord(path, dashes === "" ? "key" : "value", word, text, offset, lineEnd);
}

function yamlWord(
  path: readonly string[],
  kind: TemplateCursor["kind"],
  word: string,
  text: string,
  offset: number,
  lineEnd: number,
): TemplateCursor {
  const quote = /^["']/.test(word) ? 1 : 0;
  const rest = /^[\w.:/@*-]*/.exec(text.slice(offset, lineEnd))?.[0] ?? "";
  // A key's colon stays; a value goes as a whole.
  const tail = kind === "key" ? rest.replace(/:.*$/, "") : rest;
  return {
    path,
    kind,
    start: offset - word.length + quote,
    end: offset + tail.length,
    isJson: false,
    isQuoted: quote === 1,
  };
}

/** Keys and items around what stands at `column`, behind `dashes` of its own line, by the lines above it. */
function pathAbove(above: string, column: number, dashes: string): string[] {
  const path: string[] = [];
  /** The last step up was to an item, whose list may stand as far out as the list's own key. */
  const reached = { column, isItem: false };
  const passDashes = (dashColumns: readonly number[]): void => {
    for (const dash of dashColumns.toReversed()) {
      if (dash >= reached.column) continue;
      path.unshift("[]");
      Object.assign(reached, { column: dash, isItem: true });
    }
  };
  passDashes(columnsOfDashes(column - dashes.length, dashes));
  for (const line of above.split("\n").toReversed()) {
    if (reached.column === 0 && !reached.isItem) break;
    if (/^\s*(?:#|$)/.test(line)) continue;
    const { indent = "", dashes: own = "", key } = linePattern.exec(line)?.groups ?? {};
    const keyColumn = indent.length + own.length;
    if (key !== undefined && (keyColumn < reached.column || (reached.isItem && keyColumn === reached.column))) {
      path.unshift(unquoted(key));
      Object.assign(reached, { column: keyColumn, isItem: false });
    }
    passDashes(columnsOfDashes(indent.length, own));
  }
  return path;
}

function columnsOfDashes(indent: number, dashes: string): number[] {
  return [...dashes.matchAll(/-/g)].map(({ index }) => indent + index);
}

function unquoted(key: string): string {
  return key.trim().replace(/^(["'])(.*)\1$/, "$2");
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  const last = end < 0 ? text.length : end;
  return text[last - 1] === "\r" && last > offset ? last - 1 : last;
}
