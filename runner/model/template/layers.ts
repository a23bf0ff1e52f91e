import { readLocation } from "./function-code.ts";
import type { LayerReference } from "./function-declaration.ts";
import { limits } from "../limits.ts";
import { PropertyReader } from "./property-reader.ts";
import type { Report } from "./problem-collector.ts";
import { withGlobals } from "./globals.ts";
import type { Stack } from "./stack.ts";
import { textOf } from "./template-node.ts";

/**
 * A function's layers, in the order they are laid over each other. Layers of these stacks are found by the ARN their
 * `Ref` gives, so that they may come through parameters and conditions too.
 */
export function readLayers(
  properties: PropertyReader,
  layersByArn: ReadonlyMap<string, LayerReference>,
  template: string,
  report: Report,
): LayerReference[] {
  const list = properties.list("Layers");
  const items = list?.items ?? [];
  if (items.length > limits.layers.max) {
    report({
      code: "too-many-layers",
      severity: "error",
      message: `The function has ${items.length} layers; Lambda allows ${limits.layers.max}.`,
      hint: "Merge some of them into one.",
      range: properties.rangeOf("Layers"),
      source: limits.layers.source,
    });
  }
  return items.flatMap((item) => {
    const arn = textOf(item);
    if (arn === undefined) return [];
    const local = layersByArn.get(arn);
    if (local !== undefined) return [local];
    const reason = `The layer ${arn} is not on this machine.`;
    report({
      code: "layer-elsewhere",
      severity: "warning",
      message: reason,
      hint: "Declare it as AWS::Serverless::LayerVersion with a local ContentUri; the function runs without it.",
      range: item.range,
    });
    return [{ name: arn, content: { kind: "elsewhere", reason, range: item.range }, template }];
  });
}

/** Every layer that the stack and the stacks nested in it declare, by ARN. */
export function collectLayers(stack: Stack, into = new Map<string, LayerReference>()): Map<string, LayerReference> {
  for (const resource of stack.template.resources.values()) {
    const isServerless = resource.type === "AWS::Serverless::LayerVersion";
    if (!isServerless && resource.type !== "AWS::Lambda::LayerVersion") continue;
    if (!stack.isIncluded(resource.node, stack.report)) continue;
    const arn = textOf(stack.reference(resource.logicalId, resource.keyRange, stack.report));
    const merged = isServerless
      ? withGlobals(stack.template, resource, "LayerVersion", stack.report)
      : resource.properties;
    const properties = new PropertyReader(merged && stack.resolve(merged, stack.report), stack.report);
    const metadata = resource.metadata && stack.resolve(resource.metadata, stack.report);
    const owner = { type: resource.type, properties, metadata, range: resource.keyRange, report: stack.report };
    const content = readLocation(owner, isServerless ? "ContentUri" : "Content", "layer");
    const name = stack.physicalName(resource.logicalId, resource.keyRange, stack.report);
    if (arn !== undefined && !into.has(arn)) into.set(arn, { name, content, template: stack.template.file });
  }
  for (const child of stack.children.values()) collectLayers(child, into);
  return into;
}
