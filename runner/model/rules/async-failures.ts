import { childOf, type TemplateNode } from "../template/template-node.ts";
import type { CheckedFunction, CheckedTemplate } from "./checked-template.ts";
import type { Edit } from "./finding.ts";
import { functionsIn } from "./function-triggers.ts";
import { addOwn } from "./own-property.ts";
import { insertEntry } from "./template-edits.ts";
import { fixes, type TemplateRule } from "./template-rule.ts";

/** Functions that are called without anybody waiting, and whose failed events are dropped after two more tries. */
export const asyncFailures: TemplateRule = (template) => {
  const withDestination = new Set(
    [...template.parsed.resources.values()]
      .filter(({ type, properties }) => type === "AWS::Lambda::EventInvokeConfig" && mayKeepFailures(properties))
      .flatMap(({ properties }) => functionsIn(childOf(properties, "FunctionName"), template.parsed)),
  );
  return template.functions.flatMap((fn) => {
    const trigger = fn.triggers.find(({ type, properties }) => {
      // With a subscription of its own, SAM puts a queue between the topic and the function.
      return asynchronous.has(type) && childOf(properties, "SqsSubscription") === undefined;
    });
    if (trigger === undefined || hasDestination(fn) || withDestination.has(fn.logicalId) || !fn.isComplete) return [];
    return [
      {
        code: "failure-destination-missing" as const,
        message: `Nobody waits for ${fn.logicalId} when ${asynchronous.get(trigger.type) ?? trigger.type} calls it: an event that fails three times is lost.`,
        hint: fn.isServerless
          ? "Set EventInvokeConfig with an OnFailure destination, or DeadLetterQueue."
          : "Set DeadLetterConfig, or add an AWS::Lambda::EventInvokeConfig with an OnFailure destination.",
        // A topic or a bucket may call several functions.
        range: trigger.owner === fn.resource ? trigger.range : fn.resource.keyRange,
        logicalId: fn.logicalId,
        source: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
        fixes: fixes("Keep failed events in a queue that SAM makes", edit(fn, template)),
      },
    ];
  });
};

/** The events of SAM that don't wait for an answer, in words. */
const asynchronous: ReadonlyMap<string, string> = new Map([
  ["S3", "S3"],
  ["SNS", "SNS"],
  ["EventBridgeRule", "EventBridge"],
  ["CloudWatchEvent", "EventBridge"],
  ["Schedule", "a schedule"],
  ["ScheduleV2", "a schedule"],
  ["IoTRule", "an IoT rule"],
  ["CloudWatchLogs", "CloudWatch Logs"],
]);

function hasDestination(fn: CheckedFunction): boolean {
  const properties = ["DeadLetterQueue", "DeadLetterConfig"];
  if (properties.some((property) => fn.written(property) !== undefined)) return true;
  return mayKeepFailures(fn.written("EventInvokeConfig"));
}

/** An intrinsic function may well give a destination. */
function mayKeepFailures(config: TemplateNode | undefined): boolean {
  const destinations = childOf(config, "DestinationConfig");
  return (
    childOf(destinations, "OnFailure") !== undefined ||
    [config, destinations].some(
      (node) => node?.kind === "map" && [...node.entries.keys()].some((key) => key === "Ref" || key.startsWith("Fn::")),
    )
  );
}

/** SAM makes the queue, and lets the function's role write to it when it makes the role as well. */
function edit(fn: CheckedFunction, { places }: CheckedTemplate): Edit | undefined {
  if (!fn.isServerless || fn.written("Role") !== undefined) return undefined;
  const onFailure = { OnFailure: { Type: "SQS" } };
  const config = fn.own("EventInvokeConfig");
  if (config === undefined) return addOwn(places, fn, "EventInvokeConfig", { DestinationConfig: onFailure });
  if (config.kind !== "map") return undefined;
  const destinations = childOf(config, "DestinationConfig");
  if (destinations === undefined) return insertEntry(places, config, "DestinationConfig", onFailure);
  return destinations.kind === "map" ? insertEntry(places, destinations, "OnFailure", onFailure.OnFailure) : undefined;
}
