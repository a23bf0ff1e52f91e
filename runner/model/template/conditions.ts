import { intrinsicOf, type IntrinsicScope } from "./intrinsics.ts";
import type { Report } from "./problem-collector.ts";
import { plainValue, textOf, type TemplateNode } from "./template-node.ts";

/** Evaluates the body of a condition. What is no condition is reported and counts as false. */
export function evaluateCondition(node: TemplateNode, scope: IntrinsicScope, report: Report): boolean {
  if (node.kind === "scalar" && typeof node.value === "boolean") return node.value;
  if (node.kind === "map") {
    const named = node.entries.size === 1 ? node.entries.get("Condition") : undefined;
    const name = textOf(named?.value);
    if (name !== undefined) return scope.condition(name, node.range, report);
    const call = intrinsicOf(node);
    const operands = call?.argument.kind === "list" ? call.argument.items : [];
    const evaluate = (operand: TemplateNode) => evaluateCondition(operand, scope, report);
    // Every operand is evaluated, so that a mistake in the second is reported whatever the first says.
    if (call?.name === "Fn::And" && operands.length > 0) return operands.map(evaluate).every(Boolean);
    if (call?.name === "Fn::Or" && operands.length > 0) return operands.map(evaluate).some(Boolean);
    if (call?.name === "Fn::Not" && operands[0] !== undefined) return !evaluate(operands[0]);
    if (call?.name === "Fn::Equals" && operands.length === 2) {
      const [one, other] = operands.map((operand) => comparable(operand, scope, report));
      return one === other;
    }
  }
  report({
    code: "condition-invalid",
    severity: "error",
    message: "This is no condition.",
    hint: "Use Fn::Equals with two values, or Fn::And, Fn::Or, Fn::Not or Condition; it counts as false.",
    range: node.range,
  });
  return false;
}

/** CloudFormation compares texts: 1 equals "1", true equals "true". */
function comparable(node: TemplateNode, scope: IntrinsicScope, report: Report): string {
  const value = scope.resolve(node, report);
  if (value === undefined) return "";
  return textOf(value) ?? JSON.stringify(plainValue(value));
}
