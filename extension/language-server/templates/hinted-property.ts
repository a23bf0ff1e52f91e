import type { Position, Range } from "../../../runner/model/problem.ts";
import { childOf, type MapEntry, type TemplateNode } from "../../../runner/model/template/template-node.ts";

/** Properties that estimates say something about. */
export const hintedProperties = [
  "MemorySize",
  "Timeout",
  "Architectures",
  "EphemeralStorage",
  "ProvisionedConcurrencyConfig",
] as const;

export type HintedProperty = (typeof hintedProperties)[number];

/** A property as the text has it. */
export interface WrittenProperty {
  readonly property: HintedProperty;
  readonly keyRange: Range;
  readonly value: TemplateNode;
  /** Where its value ends, for what is said behind it. */
  readonly end: Position;
}

/**
 * The hinted properties of a map, in its order. What an alias brings in stands elsewhere in the text, and a value over
 * several lines has no end to write behind: both are left out.
 *
 * @param within the lines that the map itself stands on
 */
export function writtenProperties(
  entries: Iterable<readonly [string, MapEntry]>,
  within: (line: number) => boolean,
): WrittenProperty[] {
  return [...entries].flatMap(([name, { keyRange, value }]) => {
    const property = hintedProperties.find((each) => each === name);
    const last = property && lastScalar(property, value);
    if (property === undefined || last === undefined) return [];
    const isHere = [keyRange.start.line, last.start.line].every(within) && last.start.line === last.end.line;
    return isHere ? [{ property, keyRange, value, end: last.end }] : [];
  });
}

/** Where the number, or the word, of a property stands; undefined while it is not written yet. */
function lastScalar(property: HintedProperty, value: TemplateNode): Range | undefined {
  switch (property) {
    case "MemorySize":
    case "Timeout":
      return isWritten(value) ? value.range : undefined;
    case "Architectures":
      if (value.kind !== "list" || value.range.start.line === value.range.end.line)
        return isWritten(value) ? value.range : undefined;
      return value.items[0]?.range;
    case "EphemeralStorage":
      return childOf(value, "Size")?.range;
    case "ProvisionedConcurrencyConfig":
      return childOf(value, "ProvisionedConcurrentExecutions")?.range;
  }
}

function isWritten(value: TemplateNode): boolean {
  return value.kind !== "scalar" || value.value !== null;
}
