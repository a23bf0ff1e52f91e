import { limits } from "../limits.ts";
import type { Resource } from "../template/template.ts";
import { childOf } from "../template/template-node.ts";
import { numberIn, type CheckedFunction, type CheckedTemplate } from "./checked-template.ts";
import type { Edit } from "./finding.ts";
import type { FunctionTrigger } from "./function-triggers.ts";
import { referencesIn } from "./references.ts";
import { insertEntry, replaceValue } from "./template-edits.ts";
import { fixes, type FoundInTemplate, type TemplateRule } from "./template-rule.ts";

/** Queues that show a message again while the function may still be at work on it, or be throttled. */
export const queueVisibility: TemplateRule = (template) => {
  const pairs = template.functions.flatMap((fn) =>
    fn.triggers.flatMap((trigger) =>
      queuesOf(trigger, template).map((queue) => demandOn(queue, fn, trigger, template)),
    ),
  );
  // Where several functions read one queue, the slowest counts.
  const byQueue = Map.groupBy(
    pairs.filter((pair) => pair !== undefined),
    ({ queue }) => queue.logicalId,
  );
  return [...byQueue.values()].flatMap((demands) => {
    const most = demands.reduce((one, other) => (other.neededS > one.neededS ? other : one));
    return check(most, template);
  });
};

interface Demand {
  readonly queue: Resource;
  readonly fn: CheckedFunction;
  readonly timeoutS: number;
  /** Six times the timeout; with the window in which a batch is gathered. */
  readonly neededS: number;
  readonly wantedS: number;
}

/** The queue of this template that a trigger reads; also where its ARN is put together from its name. */
function queuesOf({ type, properties }: FunctionTrigger, template: CheckedTemplate): readonly Resource[] {
  if (type !== "SQS") return [];
  const ids = new Set(referencesIn(childOf(properties, "Queue") ?? childOf(properties, "EventSourceArn")));
  const queues = [...ids].flatMap((id) => {
    const resource = template.parsed.resources.get(id);
    return resource?.type === "AWS::SQS::Queue" ? [resource] : [];
  });
  // Of two, a condition chooses.
  return queues.length === 1 ? queues : [];
}

function demandOn(
  queue: Resource,
  fn: CheckedFunction,
  { properties }: FunctionTrigger,
  template: CheckedTemplate,
): Demand | undefined {
  const timeoutS = fn.number(limits.timeoutS.default, "Timeout");
  if (timeoutS === undefined || !fn.isComplete) return undefined;
  const windowS = numberIn(template.known(childOf(properties, "MaximumBatchingWindowInSeconds")), 0) ?? 0;
  return { queue, fn, timeoutS, neededS: 6 * timeoutS, wantedS: Math.min(6 * timeoutS + windowS, longestVisibilityS) };
}

function check(
  { queue, fn, timeoutS, neededS, wantedS }: Demand,
  template: CheckedTemplate,
): readonly FoundInTemplate[] {
  const written = childOf(queue.properties, "VisibilityTimeout");
  const visibilityS = numberIn(template.known(written), defaultVisibilityS);
  if (visibilityS === undefined || visibilityS >= neededS) return [];
  if (childOf(queue.properties, "Fn::Transform") !== undefined) return [];
  const stated = written === undefined ? `${defaultVisibilityS} seconds by default` : `${visibilityS} seconds`;
  const consequence =
    visibilityS < timeoutS
      ? "Lambda refuses such a trigger"
      : "a message can be handed out again while the function is busy or throttled";
  return [
    {
      code: "queue-visibility-too-short",
      message: `VisibilityTimeout of ${queue.logicalId} is ${stated}, less than six times the ${timeoutS} seconds that ${fn.logicalId} may take: ${consequence}.`,
      hint: `Set VisibilityTimeout to ${wantedS}.`,
      range: written?.range ?? queue.keyRange,
      logicalId: fn.logicalId,
      source: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
      fixes: fixes(`Set VisibilityTimeout to ${wantedS}`, edit()),
    },
  ];

  function edit(): Edit | undefined {
    if (written !== undefined) return replaceValue(template.places, written, wantedS);
    if (queue.properties?.kind === "map") {
      return insertEntry(template.places, queue.properties, "VisibilityTimeout", wantedS);
    }
    return queue.node.entries.has("Properties")
      ? undefined
      : insertEntry(template.places, queue.node, "Properties", { VisibilityTimeout: wantedS });
  }
}

/** Of SQS, in seconds: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const defaultVisibilityS = 30;
const longestVisibilityS = 43_200;
