import assert from "node:assert/strict";
import { test } from "node:test";
import { logEntry, logLineText } from "./log-entry.ts";

const id = "65ba75fd-7715-4f58-b887-02c42a432dc5";

for (const [source, text, level, shown] of [
  ["platform", `START RequestId: ${id} Version: $LATEST`, "debug", `START RequestId: ${id} Version: $LATEST`],
  ["platform", `END RequestId: ${id}`, "debug", `END RequestId: ${id}`],
  ["platform", "INIT_START Runtime Version: Node.js 24", "debug", "INIT_START Runtime Version: Node.js 24"],
  [
    "platform",
    `REPORT RequestId: ${id}\tDuration: 24.03 ms\tBilled Duration: 25 ms\t`,
    "info",
    `REPORT RequestId: ${id}  Duration: 24.03 ms  Billed Duration: 25 ms`,
  ],
  [
    "platform",
    `REPORT RequestId: ${id}\tDuration: 3000.00 ms\tStatus: timeout`,
    "error",
    `REPORT RequestId: ${id}  Duration: 3000.00 ms  Status: timeout`,
  ],
  ["platform", `2026-01-01T00:00:00.000Z ${id} Task timed out after 3.00 seconds`, "error", undefined],
  ["function", `2026-01-01T00:00:00.000Z\t${id}\tWARN\tlow on stock`, "warn", "low on stock"],
  ["function", `2026-01-01T00:00:00.000Z\tundefined\tINFO\tinit`, "info", "init"],
  ["function", `[ERROR]\t2026-01-01T00:00:00.000Z\t${id}\tno such order`, "error", "no such order"],
  [
    "platform",
    `{"time":"t","type":"platform.report","record":{"requestId":"${id}","status":"success","metrics":{"durationMs":2.5,"billedDurationMs":90,"memorySizeMB":128,"maxMemoryUsedMB":40,"initDurationMs":87}}}`,
    "info",
    `REPORT RequestId: ${id}  Duration: 2.5 ms  Billed Duration: 90 ms  Memory Size: 128 MB  Max Memory Used: 40 MB  Init Duration: 87 ms`,
  ],
  [
    "platform",
    `{"time":"t","type":"platform.start","record":{"requestId":"${id}","version":"$LATEST"}}`,
    "debug",
    `START RequestId: ${id} Version: $LATEST`,
  ],
  ["platform", '{"time":"t","type":"platform.extension","record":{}}', "debug", undefined],
  ["function", '{"level":"DEBUG","message":"x"}', "debug", "x"],
  [
    "function",
    `{"timestamp":"t","level":"WARN","message":"low","requestId":"${id}","orderId":7}`,
    "warn",
    'low {"orderId":7}',
  ],
  [
    "function",
    '{"level":"ERROR","message":{"errorType":"E","errorMessage":"x","stackTrace":["E: x","    at f (/a.js:1:2)"]}}',
    "error",
    "E: x\n    at f (/a.js:1:2)",
  ],
  ["function", '{"message":"no level"}', "info", '{"message":"no level"}'],
  ["function", "{not json", "info", "{not json"],
  ["function", "ERROR: it broke", "error", "ERROR: it broke"],
  ["function", "just a line", "info", "just a line"],
] as const) {
  test(`logs "${text.slice(0, 40)}" as ${level}`, () => {
    assert.deepEqual(logEntry({ source, text }), { level, text: shown ?? text });
  });
}

test("masks secrets", () => {
  const { text } = logEntry({ source: "function", text: "key AKIAIOSFODNN7EXAMPLE used" });
  assert.ok(!text.includes("AKIAIOSFODNN7EXAMPLE"), text);
});

test("writes a line with its own time and level", () => {
  const timeMs = new Date(2026, 0, 2, 3, 4, 5, 67).getTime();
  const line = logLineText({ source: "function", text: "ERROR no such order", timeMs });
  assert.equal(line, "2026-01-02 03:04:05.067 [error] ERROR no such order");
});
