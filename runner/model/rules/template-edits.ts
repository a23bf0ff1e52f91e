import type { Range } from "../problem.ts";
import type { MapEntry, MapNode, ScalarNode, TemplateNode } from "../template/template-node.ts";
import type { Edit } from "./finding.ts";
import type { TextPlaces } from "./text-places.ts";

/** Plain data as rules write it into templates. */
export type NewValue = string | number | readonly string[] | { readonly [key: string]: NewValue };

/** Writes another value in the place of a literal one, in its quotes. Undefined where the text has no literal there. */
export function replaceValue(places: TextPlaces, node: TemplateNode, value: string | number): Edit | undefined {
  if (node.kind !== "scalar") return undefined;
  const written = places.slice(node.range);
  const quote = /^(["'])[^"'\\\n]*\1$/.exec(written)?.[1] ?? "";
  return written === `${quote}${node.text}${quote}`
    ? { range: node.range, newText: `${quote}${value}${quote}` }
    : undefined;
}

/**
 * Adds an entry to a map in its own style, block or flow, leaving every other character alone. Undefined where the map is
 * not written out there (an alias, merged keys only).
 */
export function insertEntry(places: TextPlaces, map: MapNode, key: string, value: NewValue): Edit | undefined {
  const own = [...map.entries.values()].filter(({ keyRange }) => isWithin(keyRange, map.range));
  if (places.text[places.offsetAt(map.range.start)] === "{") {
    return own.length === 0 && map.entries.size > 0 ? undefined : insertIntoFlow(places, map, own.at(-1), key, value);
  }
  const first = own[0]?.keyRange.start;
  if (first === undefined) return undefined;
  const indent = " ".repeat(first.character);
  const entry = blockEntry(key, value, indent, places.lineEnd);
  const last = own.findLast(({ keyRange, value: its }) => isOnLineOf(keyRange, its));
  if (last === undefined || last.value.kind !== "scalar") {
    return { range: { start: first, end: first }, newText: `${entry}${places.lineEnd}${indent}` };
  }
  // Behind the comment, if there is one.
  const { line } = last.value.range.end;
  const end = { line, character: places.line(line).length };
  return { range: { start: end, end }, newText: `${places.lineEnd}${indent}${entry}` };
}

/** A value that ends on the line of its key: what comes after the line belongs to something else. */
function isOnLineOf(keyRange: Range, value: TemplateNode): value is ScalarNode {
  return (
    value.kind === "scalar" &&
    value.value !== null &&
    value.range.end.line === keyRange.start.line &&
    !isBefore(value, keyRange)
  );
}

function isBefore(value: TemplateNode, keyRange: Range): boolean {
  return value.range.start.line < keyRange.end.line || value.range.start.character < keyRange.end.character;
}

function isWithin({ start }: Range, outer: Range): boolean {
  const isAfterStart =
    start.line > outer.start.line || (start.line === outer.start.line && start.character >= outer.start.character);
  const isBeforeEnd =
    start.line < outer.end.line || (start.line === outer.end.line && start.character < outer.end.character);
  return isAfterStart && isBeforeEnd;
}

function insertIntoFlow(
  places: TextPlaces,
  map: MapNode,
  last: MapEntry | undefined,
  key: string,
  value: NewValue,
): Edit | undefined {
  const isQuoted =
    last === undefined ? places.text.trimStart().startsWith("{") : isQuote(places.slice(last.keyRange)[0]);
  const entry = `${isQuoted ? JSON.stringify(key) : key}: ${flowValue(value, isQuoted)}`;
  if (last === undefined) {
    return /^\{\s*\}$/.test(places.slice(map.range)) ? { range: map.range, newText: `{ ${entry} }` } : undefined;
  }
  const { end } = last.value.range;
  // A comma or a comment behind the last value, or a value that stands elsewhere (an alias): hands off.
  if (!/^\s*\}$/.test(places.slice({ start: end, end: map.range.end }))) return undefined;
  const before = places.line(last.keyRange.start.line).slice(0, last.keyRange.start.character);
  const gap = before.trim() === "" ? `${places.lineEnd}${before}` : " ";
  return { range: { start: end, end }, newText: `,${gap}${entry}` };
}

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'";
}

function flowValue(value: NewValue, isQuoted: boolean): string {
  if (typeof value !== "object") return isQuoted ? JSON.stringify(value) : String(value);
  if (isList(value)) return `[${value.map((item) => flowValue(item, isQuoted)).join(", ")}]`;
  const entries = Object.entries(value).map(
    ([name, item]) => `${flowValue(name, isQuoted)}: ${flowValue(item, isQuoted)}`,
  );
  return `{ ${entries.join(", ")} }`;
}

function blockEntry(key: string, value: NewValue, indent: string, lineEnd: string): string {
  if (typeof value !== "object") return `${key}: ${value}`;
  const deeper = `${indent}  `;
  const lines = isList(value)
    ? value.map((item) => `- ${item}`)
    : Object.entries(value).map(([name, item]) => blockEntry(name, item, deeper, lineEnd));
  return [`${key}:`, ...lines.map((line) => `${deeper}${line}`)].join(lineEnd);
}

function isList(value: NewValue): value is readonly string[] {
  return Array.isArray(value);
}
