import type { YAMLMap } from "yaml";
import { indentationUnit, insertInBrackets, type Brackets } from "./bracket-insertion.ts";
import type { Insertion } from "./insertion.ts";
import { endOf, startOf } from "./template-places.ts";
import type { TemplateMap } from "./template-value.ts";

/**
 * Adds entries to a map in braces: JSON, or YAML's flow style, which takes JSON too.
 *
 * @param minimum what the closing brace must be indented by inside a YAML block
 */
export function insertIntoFlow(text: string, map: YAMLMap, entries: TemplateMap, minimum: string): Insertion[] {
  // A template on one line stays there; an empty one shows no preference.
  const isCompact = minimum === "" && !text.trim().includes("\n") && /\w/.test(text);
  const written = Object.entries(entries).map(([key, value]) =>
    isCompact
      ? `${JSON.stringify(key)}:${JSON.stringify(value)}`
      : `${JSON.stringify(key)}: ${JSON.stringify(value, undefined, indentationUnit(text))}`,
  );
  return insertInBrackets(text, bracketsOf(map, text), written, { isCompact, minimum });
}

export function bracketsOf(map: YAMLMap, text: string): Brackets {
  const [start, end] = map.range ?? [0, 0];
  const [first] = map.items;
  const entries = first && { start: startOf(first), end: endOf(map.items.at(-1), text) };
  return { start, end: end - 1, entries };
}
