import { intrinsicOf } from "../template/intrinsics.ts";
import type { ScalarNode, TemplateNode } from "../template/template-node.ts";

/** A text that a template holds itself, and the key that it stands under. */
export interface Literal {
  readonly key: string;
  readonly node: ScalarNode;
  /** Keys from the outermost to its own. */
  readonly path: readonly string[];
}

/** The texts below a node: also in `Fn::Sub` and both sides of `Fn::If`, but no names of parameters and resources. */
export function literalsIn(node: TemplateNode, path: readonly string[]): readonly Literal[] {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "string" || typeof node.value === "number"
        ? [{ key: path.at(-1) ?? "", node, path }]
        : [];
    case "list":
      return node.items.flatMap((item) => literalsIn(item, path));
    case "map": {
      const call = intrinsicOf(node);
      if (call?.name === "Fn::If" && call.argument.kind === "list") {
        return call.argument.items.slice(1).flatMap((item) => literalsIn(item, path));
      }
      if (call !== undefined) return references.has(call.name) ? [] : literalsIn(call.argument, path);
      return [...node.entries].flatMap(([key, { value }]) => literalsIn(value, [...path, key]));
    }
  }
}

/** Their arguments are names. */
const references: ReadonlySet<string> = new Set([
  "Ref",
  "Fn::GetAtt",
  "Fn::ImportValue",
  "Fn::FindInMap",
  "Fn::GetAZs",
]);
