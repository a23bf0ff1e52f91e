import type { Position, Range } from "../../../runner/model/problem.ts";
import type { HintedProperty } from "./hinted-property.ts";
import type { TemplateView } from "./template-document.ts";
import type { TemplateFunction } from "./template-function.ts";
import { globalProperties, inheritors, propertiesOf } from "./template-hints.ts";

/** What of a template's functions stands at a place: its range, and whose it is. */
export type TemplatePlace =
  | { readonly kind: "function"; readonly range: Range; readonly fn: TemplateFunction }
  | {
      readonly kind: "property";
      readonly range: Range;
      readonly property: HintedProperty;
      readonly fn: TemplateFunction;
    }
  | {
      readonly kind: "global";
      readonly range: Range;
      readonly property: HintedProperty;
      readonly functions: readonly TemplateFunction[];
    }
  | { readonly kind: "all"; readonly range: Range; readonly functions: readonly TemplateFunction[] };

/** A function's logical id, a property that estimates know of, or the key `Resources`; undefined for anything else. */
export function templatePlace(view: TemplateView, position: Position): TemplatePlace | undefined {
  const { functions, reading } = view;
  const fn = functions.findLast(({ resource: { keyRange, node } }) =>
    isIn({ start: keyRange.start, end: node.range.end }, position),
  );
  if (fn) {
    const { keyRange } = fn.resource;
    if (isIn(keyRange, position)) return { kind: "function", range: keyRange, fn };
    const written = propertiesOf(fn).find(({ keyRange: { start }, end }) => isIn({ start, end }, position));
    if (written === undefined) return undefined;
    const { property, end } = written;
    return { kind: "property", range: { start: written.keyRange.start, end }, property, fn };
  }
  for (const { property, keyRange, end } of globalProperties(view)) {
    const range = { start: keyRange.start, end };
    if (isIn(range, position)) return { kind: "global", range, property, functions: inheritors(property, view) };
  }
  const range = reading.template.root?.entries.get("Resources")?.keyRange;
  return range && isIn(range, position) ? { kind: "all", range, functions } : undefined;
}

function isIn({ start, end }: Range, position: Position): boolean {
  return !isBefore(position, start) && !isBefore(end, position);
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}
