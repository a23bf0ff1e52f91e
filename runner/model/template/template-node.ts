import type { Range } from "../problem.ts";

/**
 * A value of a template that remembers where it stands. Resolving an intrinsic gives new nodes with the range of what
 * the person wrote, so that a problem found late still points at the right place.
 */
export type TemplateNode = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** As written: `012`, `1.0`; what CloudFormation passes on where it wants text. */
  readonly text: string;
  readonly range: Range;
  /** The value stands in for one that can't be known here (a parameter without a value, an import). */
  readonly isUnknown?: true;
}

export interface ListNode {
  readonly kind: "list";
  readonly items: readonly TemplateNode[];
  readonly range: Range;
}

export interface MapNode {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly range: Range;
}

export interface MapEntry {
  readonly keyRange: Range;
  readonly value: TemplateNode;
}

/** Plain data, as JSON has it. */
export function plainValue(node: TemplateNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plainValue);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plainValue(entry.value)]));
}

/** The value under a key of a map; undefined for anything else and for an empty value. */
export function childOf(node: TemplateNode | undefined, ...path: readonly string[]): TemplateNode | undefined {
  let current = node;
  for (const key of path) {
    if (current?.kind !== "map") return undefined;
    current = current.entries.get(key)?.value;
  }
  return current?.kind === "scalar" && current.value === null ? undefined : current;
}

export function entriesOf(node: TemplateNode | undefined): readonly (readonly [string, MapEntry])[] {
  return node?.kind === "map" ? [...node.entries] : [];
}

/** The text of a scalar; undefined for lists, maps and nothing. */
export function textOf(node: TemplateNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? node.text : undefined;
}

export function textNode(text: string, range: Range): ScalarNode {
  return { kind: "scalar", value: text, text, range };
}

export function unknownNode(text: string, range: Range): ScalarNode {
  return { kind: "scalar", value: text, text, range, isUnknown: true };
}

/** The same value, standing elsewhere: what a reference gives, at the reference. */
export function movedTo(node: TemplateNode, range: Range): TemplateNode {
  if (node.kind === "scalar") return { ...node, range };
  if (node.kind === "list") return { kind: "list", items: node.items.map((item) => movedTo(item, range)), range };
  const entries = [...node.entries].map(
    ([key, entry]) => [key, { keyRange: range, value: movedTo(entry.value, range) }] as const,
  );
  return { kind: "map", entries: new Map(entries), range };
}

/** Plain data as nodes that all stand at one place. */
export function nodeFrom(value: unknown, range: Range): TemplateNode {
  if (Array.isArray(value)) return { kind: "list", items: value.map((item) => nodeFrom(item, range)), range };
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(
      ([key, item]) => [key, { keyRange: range, value: nodeFrom(item, range) }] as const,
    );
    return { kind: "map", entries: new Map(entries), range };
  }
  const scalar = typeof value === "number" || typeof value === "boolean" || typeof value === "string" ? value : null;
  return { kind: "scalar", value: scalar, text: scalar === null ? "" : String(scalar), range };
}
