import assert from "node:assert/strict";
import { test } from "node:test";
import { logOutput } from "./log-output.ts";

for (const [source, text, category] of [
  ["function", "plain", "stdout"],
  ["function", "2026-01-01T00:00:00.000Z\t65ba75fd\tINFO\tfine", "stdout"],
  ["function", "2026-01-01T00:00:00.000Z\t65ba75fd\tERROR\tbad", "stderr"],
  ["function", "[ERROR] ValueError: bad", "stderr"],
  ["function", '{"timestamp":"t","level":"ERROR","message":"bad"}', "stderr"],
  ["function", '{"timestamp":"t","level":"INFO","message":"ERROR"}', "stdout"],
  ["platform", "START RequestId: 65ba75fd Version: $LATEST", "console"],
  ["platform", "REPORT RequestId: 65ba75fd\tDuration: 24.03 ms", "console"],
  ["platform", "REPORT RequestId: 65ba75fd\tDuration: 24.03 ms\tStatus: timeout", "stderr"],
  ["platform", '{"time":"t","type":"platform.start","record":{}}', "console"],
  ["platform", "2026-01-01T00:00:00.000Z 65ba75fd Task timed out after 3.00 seconds", "stderr"],
] as const) {
  test(`The ${source}'s line "${text.slice(0, 50)}" goes to ${category}`, () => {
    assert.deepEqual(logOutput({ source, text }), { category, output: `${text}\n` });
  });
}

test("Secrets in logs are masked", () => {
  const { output } = logOutput({ source: "function", text: "key AKIAIOSFODNN7EXAMPLE used" });
  assert.ok(!output.includes("AKIAIOSFODNN7EXAMPLE"), output);
});
