import type { Position, Range } from "../../../runner/model/problem.ts";
import type { TemplateNode } from "../../../runner/model/template/template-node.ts";

/** The same value, so many lines further down. */
export function shiftedNode<Node extends TemplateNode>(node: Node, lines: number): Node;
export function shiftedNode(node: TemplateNode, lines: number): TemplateNode {
  if (lines === 0) return node;
  const range = shiftedRange(node.range, lines);
  if (node.kind === "scalar") return { ...node, range };
  if (node.kind === "list") return { kind: "list", items: node.items.map((item) => shiftedNode(item, lines)), range };
  const entries = new Map(
    [...node.entries].map(([key, { keyRange, value }]) => [
      key,
      { keyRange: shiftedRange(keyRange, lines), value: shiftedNode(value, lines) },
    ]),
  );
  return { kind: "map", entries, range };
}

export function shiftedRange({ start, end }: Range, lines: number): Range {
  return { start: shifted(start, lines), end: shifted(end, lines) };
}

function shifted({ line, character }: Position, lines: number): Position {
  return { line: line + lines, character };
}
