import type { Report } from "./problem-collector.ts";
import { intrinsicOf } from "./intrinsics.ts";
import { childOf, textNode, textOf, unknownNode, type ListNode, type TemplateNode } from "./template-node.ts";

/** A parameter's value: the one given from outside, else its default. Lists are split at commas, as their type says. */
export function parameterValue(
  name: string,
  declaration: TemplateNode,
  given: TemplateNode | undefined,
  report: Report,
): TemplateNode {
  const type = textOf(childOf(declaration, "Type")) ?? "String";
  const stated = given ?? (declaration.kind === "map" ? declaration.entries.get("Default")?.value : undefined);
  if (stated === undefined || (stated.kind === "map" && intrinsicOf(stated) !== undefined)) {
    report({
      code: stated === undefined ? "parameter-without-value" : "parameter-invalid",
      severity: "warning",
      message:
        stated === undefined
          ? `The parameter ${name} has no default and no value was given.`
          : `The default of the parameter ${name} is an intrinsic function; CloudFormation takes plain values only.`,
      hint: `Give it a value: --parameter-overrides ${name}=…, or a Default in the template.`,
      range: (stated ?? declaration).range,
    });
    return unknownNode(name, declaration.range);
  }
  reportUnlisted(name, declaration, stated, report);
  // What stands in the template is the name under which Systems Manager knows the value.
  if (given === undefined && type.startsWith("AWS::SSM::Parameter::Value<")) {
    return unknownNode(textOf(stated) ?? name, stated.range);
  }
  const isList = type === "CommaDelimitedList" || type.startsWith("List<");
  return isList ? splitList(stated) : stated;
}

function splitList(node: TemplateNode): TemplateNode {
  const text = textOf(node);
  if (text === undefined) return node;
  const items = text === "" ? [] : text.split(",").map((part) => textNode(part.trim(), node.range));
  return { kind: "list", items, range: node.range } satisfies ListNode;
}

function reportUnlisted(name: string, declaration: TemplateNode, stated: TemplateNode, report: Report): void {
  const allowed = childOf(declaration, "AllowedValues");
  const value = textOf(stated);
  if (allowed?.kind !== "list" || value === undefined) return;
  const texts = allowed.items.map(textOf);
  if (texts.includes(value)) return;
  report({
    code: "parameter-not-allowed",
    severity: "warning",
    message: `"${value}" is not among the AllowedValues of the parameter ${name}.`,
    hint: `Use one of ${texts.join(", ")}.`,
    range: childOf(declaration, "Default")?.range ?? declaration.range,
  });
}
