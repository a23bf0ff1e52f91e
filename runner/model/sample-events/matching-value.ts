import type { SourceProperties } from "./sample-event.ts";
import { asMap } from "./source-properties.ts";

/**
 * A value that an event pattern lets through: its lists hold alternatives, of which the first counts.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matchingObject(pattern: SourceProperties): Record<string, unknown> {
  const alternatives = pattern["$or"];
  const first = Array.isArray(alternatives) ? asMap(alternatives[0]) : undefined;
  const own = Object.entries(pattern).flatMap(([key, value]) => {
    if (key === "$or") return [];
    const nested = asMap(value);
    const matching = nested ? matchingObject(nested) : matchingValue(value);
    return matching === undefined ? [] : [[key, matching] as const];
  });
  return { ...Object.fromEntries(own), ...(first ? matchingObject(first) : {}) };
}

/** A text for one field; undefined when the pattern leaves the field open. */
export function matchingText(alternatives: unknown): string | undefined {
  const value = matchingValue(alternatives);
  return typeof value === "string" ? value : undefined;
}

/** Undefined for a field that must be absent, or that the pattern leaves open. */
function matchingValue(alternatives: unknown): unknown {
  const [first] = Array.isArray(alternatives) ? (alternatives as unknown[]) : [];
  const matcher = asMap(first);
  if (matcher === undefined) return first;
  for (const [operator, operand] of Object.entries(matcher)) {
    const match = matchers.get(operator);
    if (match) return match(operand);
  }
  return undefined;
}

const matchers = new Map<string, (operand: unknown) => unknown>([
  ["prefix", (operand) => `${textOf(operand)}sample`],
  ["suffix", (operand) => `sample${textOf(operand)}`],
  ["equals-ignore-case", textOf],
  ["wildcard", (operand) => textOf(operand).replaceAll("*", "sample")],
  ["anything-but", otherThan],
  ["exists", (operand) => (operand === true ? "sample" : undefined)],
  ["numeric", numberIn],
  ["cidr", (operand) => textOf(operand).replace(/\/\d+$/, "")],
]);

/** Affixes may say that they ignore case. */
function textOf(operand: unknown): string {
  const text = asMap(operand)?.["equals-ignore-case"] ?? operand;
  return typeof text === "string" ? text : "";
}

function otherThan(operand: unknown): unknown {
  const excluded: unknown[] = Array.isArray(operand) ? operand : [operand];
  if (excluded.every((value) => typeof value === "number")) return Math.max(...excluded) + 1;
  return excluded.includes("sample") ? "another sample" : "sample";
}

/** Of `[">", 0, "<=", 5]`, the number nearest to the bound that comes first. */
function numberIn(operand: unknown): number | undefined {
  const [comparison, bound, , other] = Array.isArray(operand) ? (operand as unknown[]) : [];
  if (typeof bound !== "number") return undefined;
  const step = typeof other === "number" ? Math.min(1, Math.abs(other - bound) / 2) : 1;
  if (comparison === ">") return bound + step;
  return comparison === "<" ? bound - step : bound;
}
