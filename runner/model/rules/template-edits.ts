import type { Range } from "../problem.ts";
import type { MapNode, ScalarNode, TemplateNode } from "../template/template-node.ts";
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
  if (places.text[places.offsetAt(map.range.start)] === "{")
    return insertIntoFlow(places, map, own[0]?.keyRange, key, value);
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
  first: Range | undefined,
  key: string,
  value: NewValue,
): Edit {
  const isJson = places.text.trimStart().startsWith("{");
  const name = isJson || (first !== undefined && places.slice(first).startsWith('"')) ? JSON.stringify(key) : key;
  if (first === undefined) {
    const { line, character } = map.range.start;
    const after = { line, character: character + 1 };
    return { range: { start: after, end: after }, newText: ` ${name}: ${spaced(value)} ` };
  }
  const before = places.line(first.start.line).slice(0, first.start.character);
  const gap = before.trim() === "" ? `${places.lineEnd}${before}` : " ";
  return { range: { start: first.start, end: first.start }, newText: `${name}: ${spaced(value)},${gap}` };
}

/** JSON on one line, as people write it. */
function spaced(value: NewValue): string {
  return JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");
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
