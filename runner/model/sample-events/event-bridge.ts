import { matchingObject, matchingText } from "./matching-value.ts";
import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";
import { sampleTime, sampleUuid } from "./sample-values.ts";
import { asMap } from "./source-properties.ts";
import { inputOf } from "./target-input.ts";

/**
 * An event that a rule's pattern lets through, as the rule's target hands it on.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export function eventBridgeEvents(properties: SourceProperties, context: SampleContext): SampleEvent[] {
  const pattern = asMap(parsed(properties["Pattern"])) ?? {};
  const source = matchingText(pattern["source"]) ?? "sample.orders";
  const detailType = matchingText(pattern["detail-type"]) ?? "Order Created";
  const detail = asMap(pattern["detail"]);
  const resources = matchingText(pattern["resources"]);
  const event = {
    ...envelopeOf(context),
    "detail-type": detailType,
    source,
    resources: resources === undefined ? [] : [resources],
    detail: detail === undefined ? { orderId: 1, status: "created" } : matchingObject(detail),
  };
  return [{ title: `EventBridge: ${detailType} from ${source}`, event: inputOf(event, properties) }];
}

/** What every event of EventBridge has, in its order; the rest goes over it. */
export function envelopeOf({ accountId, region }: SampleContext): Record<string, unknown> {
  return {
    version: "0",
    id: sampleUuid(0),
    "detail-type": "",
    source: "",
    account: accountId,
    time: sampleTime.iso,
    region,
    resources: [],
    detail: {},
  };
}

/** Patterns may be written as JSON text. */
function parsed(pattern: unknown): unknown {
  if (typeof pattern !== "string") return pattern;
  try {
    return JSON.parse(pattern);
  } catch {
    return undefined;
  }
}
