import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleEventsOf } from "./sample-events.ts";

const context = { region: "eu-west-1", accountId: "210987654321", functionName: "orders" };

function only(type: string, properties: Record<string, unknown>): Record<string, unknown> {
  const [found] = sampleEventsOf({ type, properties }, context);
  assert.ok(found);
  return found.event as Record<string, unknown>;
}

test("a scheduled rule sends EventBridge's scheduled event", () => {
  assert.deepEqual(only("Schedule", { Schedule: "rate(5 minutes)", Name: "nightly" }), {
    version: "0",
    id: "059f36b4-87a3-44ab-83d2-661975830a7d",
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: "210987654321",
    time: "2026-01-01T00:00:00Z",
    region: "eu-west-1",
    resources: ["arn:aws:events:eu-west-1:210987654321:rule/nightly"],
    detail: {},
  });
});

test("Scheduler's own event has a text for detail", () => {
  const event = only("ScheduleV2", { ScheduleExpression: "rate(1 day)" });
  assert.equal(event["source"], "aws.scheduler");
  assert.equal(event["detail"], "{}");
  assert.deepEqual(event["resources"], ["arn:aws:scheduler:eu-west-1:210987654321:schedule/default/orders"]);
});

test("Scheduler fills in its words", () => {
  const Input = '{"at":"<aws.scheduler.scheduled-time>","try":<aws.scheduler.attempt-number>}';
  assert.deepEqual(only("ScheduleV2", { Input }), { at: "2026-01-01T00:00:00Z", try: 1 });
});

const inputs: readonly (readonly [title: string, properties: Record<string, unknown>, event: unknown])[] = [
  ["its Input instead", { Input: '{"a":1}' }, { a: 1 }],
  ["an Input that is no JSON as it stands", { Input: "hello" }, "hello"],
  ["what InputPath leads to", { InputPath: "$.detail.status" }, "paid"],
  [
    "what InputTransformer makes",
    {
      InputTransformer: {
        InputPathsMap: {
          status: "$.detail.status",
          n: "$.detail.order.n",
          arn: "$.resources[0]",
          gone: "$.detail.gone",
        },
        InputTemplate:
          '{"text":"is \\"<status>\\"","status":<status>,"n":<n>,"arn":<arn>,"at":"<aws.events.event.ingestion-time>","x":"<gone>"}',
      },
    },
    { text: 'is "paid"', status: "paid", n: 2, arn: "arn:x", at: "2026-01-01T00:00:00Z", x: "" },
  ],
];

for (const [title, properties, event] of inputs) {
  test(`a rule sends ${title}`, () => {
    const Pattern = { resources: ["arn:x"], detail: { status: ["paid"], order: { n: [2] } } };
    assert.deepEqual(only("EventBridgeRule", { Pattern, ...properties }), event);
  });
}

const patterns: readonly (readonly [pattern: Record<string, unknown>, detail: Record<string, unknown>])[] = [
  [{ status: ["paid", "sent"] }, { status: "paid" }],
  [{ order: { id: [7] } }, { order: { id: 7 } }],
  [{ name: [{ prefix: "ab" }] }, { name: "absample" }],
  [{ name: [{ suffix: { "equals-ignore-case": ".png" } }] }, { name: "sample.png" }],
  [{ name: [{ "equals-ignore-case": "Bob" }] }, { name: "Bob" }],
  [{ name: [{ wildcard: "a/*/b" }] }, { name: "a/sample/b" }],
  [{ name: [{ "anything-but": ["sample"] }] }, { name: "another sample" }],
  [{ n: [{ "anything-but": [1, 5] }] }, { n: 6 }],
  [{ n: [{ numeric: [">", 0, "<=", 1] }] }, { n: 0.5 }],
  [{ n: [{ numeric: ["=", 3] }] }, { n: 3 }],
  [{ n: [{ numeric: ["<", 3] }] }, { n: 2 }],
  [{ ip: [{ cidr: "10.0.0.0/24" }] }, { ip: "10.0.0.0" }],
  [{ a: [{ exists: true }], b: [{ exists: false }] }, { a: "sample" }],
  [
    { $or: [{ a: [1] }, { b: [2] }], c: [3] },
    { a: 1, c: 3 },
  ],
  [{ flag: [null] }, { flag: null }],
];

for (const [pattern, detail] of patterns) {
  test(`${JSON.stringify(pattern)} lets ${JSON.stringify(detail)} through`, () => {
    assert.deepEqual(only("EventBridgeRule", { Pattern: { detail: pattern } })["detail"], detail);
  });
}

test("source, detail type and resources are the pattern's, which may be JSON text", () => {
  const Pattern = '{"source":["my.app"],"detail-type":["Ordered"],"resources":[{"prefix":"arn:x/"}]}';
  const event = only("CloudWatchEvent", { Pattern });
  assert.deepEqual(
    [event["source"], event["detail-type"], event["resources"]],
    ["my.app", "Ordered", ["arn:x/sample"]],
  );
});
