import { intrinsicOf } from "../template/intrinsics.ts";
import type { ScalarNode, TemplateNode } from "../template/template-node.ts";

/** Takes a text that a template holds itself, and the key that it stands under. */
export type VisitLiteral = (node: ScalarNode, key: string) => void;

/** Visits the texts below a node: also in `Fn::Sub` and both sides of `Fn::If`, but no names of parameters and resources. */
export function visitLiterals(node: TemplateNode, key: string, visit: VisitLiteral): void {
  if (node.kind === "scalar") {
    if (typeof node.value === "string" || typeof node.value === "number") visit(node, key);
  } else if (node.kind === "list") {
    for (const item of node.items) visitLiterals(item, key, visit);
  } else {
    const call = intrinsicOf(node);
    if (call === undefined) {
      for (const [name, { value }] of node.entries) visitLiterals(value, name, visit);
    } else if (call.name === "Fn::If" && call.argument.kind === "list") {
      for (const side of call.argument.items.slice(1)) visitLiterals(side, key, visit);
    } else if (!references.has(call.name)) {
      visitLiterals(call.argument, key, visit);
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
