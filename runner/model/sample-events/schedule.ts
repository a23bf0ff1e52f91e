import { envelopeOf } from "./event-bridge.ts";
import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";
import { sampleTime, sampleUuid } from "./sample-values.ts";
import { textIn } from "./source-properties.ts";
import { constantOf, inputOf } from "./target-input.ts";

/**
 * A scheduled rule of EventBridge.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
 */
export function ruleScheduleEvents(properties: SourceProperties, context: SampleContext): SampleEvent[] {
  const { region, accountId, functionName } = context;
  const event = {
    ...envelopeOf(context),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    resources: [`arn:aws:events:${region}:${accountId}:rule/${textIn(properties, "Name") ?? functionName}`],
    detail: {},
  };
  return [{ title: titleOf(textIn(properties, "Schedule")), event: inputOf(event, properties) }];
}

/**
 * A schedule of EventBridge Scheduler: its own `Input`, in which words like `<aws.scheduler.scheduled-time>` are filled
 * in. Without one, an envelope whose `detail` is a text.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export function schedulerEvents(properties: SourceProperties, context: SampleContext): SampleEvent[] {
  const { region, accountId, functionName } = context;
  const group = textIn(properties, "GroupName") ?? "default";
  const name = textIn(properties, "Name") ?? functionName;
  const arn = `arn:aws:scheduler:${region}:${accountId}:schedule/${group}/${name}`;
  const title = titleOf(textIn(properties, "ScheduleExpression"));
  const input = properties["Input"];
  if (input === undefined) {
    const own = { "detail-type": "Scheduled Event", source: "aws.scheduler", resources: [arn], detail: "{}" };
    return [{ title, event: { ...envelopeOf(context), ...own } }];
  }
  return [{ title, event: constantOf(typeof input === "string" ? withContext(input, arn) : input) }];
}

function withContext(input: string, arn: string): string {
  return input
    .replaceAll("<aws.scheduler.schedule-arn>", arn)
    .replaceAll("<aws.scheduler.scheduled-time>", sampleTime.iso)
    .replaceAll("<aws.scheduler.execution-id>", sampleUuid(0))
    .replaceAll("<aws.scheduler.attempt-number>", "1");
}

function titleOf(expression: string | undefined): string {
  return expression === undefined ? "Schedule" : `Schedule: ${expression}`;
}
