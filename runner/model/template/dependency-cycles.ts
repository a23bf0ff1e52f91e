import { intrinsicOf } from "./intrinsics.ts";
import type { Range } from "../problem.ts";
import type { Report } from "./problem-collector.ts";
import { placeholders } from "./substitute.ts";
import type { ParsedTemplate, Resource } from "./template.ts";
import { childOf, entriesOf, textOf, type TemplateNode } from "./template-node.ts";

/** Properties of a SAM function that become resources of their own, made after the function. */
const afterFunction: ReadonlySet<string> = new Set([
  "DeploymentPreference",
  "EventInvokeConfig",
  "Events",
  "FunctionUrlConfig",
  "ProvisionedConcurrencyConfig",
]);

/** Reports a function that needs itself, directly or round a circle of resources: CloudFormation can't create it. */
export function reportDependencyCycle(template: ParsedTemplate, resource: Resource, report: Report): void {
  const found = findCycle(template, resource);
  if (found === undefined) return;
  report({
    code: "reference-cycle",
    severity: "error",
    message: `The resources need each other in a circle: ${found.path.join(" → ")}. CloudFormation refuses to create them.`,
    hint: "Break the circle by writing one of the names out, for instance a FunctionName.",
    range: found.range,
  });
}

/** The shortest way back to the resource, and where it starts. */
function findCycle(
  template: ParsedTemplate,
  start: Resource,
): { readonly path: readonly string[]; readonly range: Range } | undefined {
  const seen = new Set<string>();
  let ways = [...dependencies(template, start)].map(([id, range]) => ({ path: [start.logicalId, id], id, range }));
  while (ways.length > 0) {
    const home = ways.find(({ id }) => id === start.logicalId);
    if (home !== undefined) return home;
    ways = ways.flatMap(({ path, id, range }) => {
      const next = template.resources.get(id);
      if (next === undefined || seen.has(id)) return [];
      seen.add(id);
      return [...dependencies(template, next).keys()].map((further) => ({
        path: [...path, further],
        id: further,
        range,
      }));
    });
  }
  return undefined;
}

/** The resources that one refers to, and where it first does. */
function dependencies(template: ParsedTemplate, resource: Resource): Map<string, Range> {
  const found = new Map<string, Range>();
  const add = (id: string, range: Range) => {
    if (template.resources.has(id) && !found.has(id)) found.set(id, range);
  };
  const dependsOn = childOf(resource.node, "DependsOn");
  for (const item of dependsOn?.kind === "list" ? dependsOn.items : [dependsOn]) {
    if (item !== undefined) add(textOf(item) ?? "", item.range);
  }
  const isServerless = resource.type === "AWS::Serverless::Function";
  for (const [key, { value }] of entriesOf(resource.properties)) {
    if (!isServerless || !afterFunction.has(key)) collect(value, add);
  }
  return found;
}

function collect(node: TemplateNode, add: (id: string, range: Range) => void): void {
  if (node.kind === "scalar") return;
  const call = node.kind === "map" ? intrinsicOf(node) : undefined;
  if (call?.name === "Ref") add(textOf(call.argument) ?? "", node.range);
  if (call?.name === "Fn::GetAtt" && call.argument.kind === "list")
    add(textOf(call.argument.items[0]) ?? "", node.range);
  if (call?.name === "Fn::GetAtt" && call.argument.kind === "scalar") {
    add(call.argument.text.split(".", 1)[0] ?? "", node.range);
  }
  if (call?.name === "Fn::Sub") {
    const [template, variables] = call.argument.kind === "list" ? call.argument.items : [call.argument];
    for (const [, inner = ""] of (textOf(template) ?? "").matchAll(placeholders)) {
      const id = inner.trim().split(".", 1)[0] ?? "";
      if (childOf(variables, inner.trim()) === undefined) add(id, node.range);
    }
  }
  const parts = node.kind === "list" ? node.items : [...node.entries.values()].map(({ value }) => value);
  for (const part of parts) collect(part, add);
}
