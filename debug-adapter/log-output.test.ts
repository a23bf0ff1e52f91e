import assert from "node:assert/strict";
import { join } from "node:path";
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

test("A line has its place where that is known", () => {
  const line = { source: "function", text: "x" } as const;
  const shown = { category: "stdout", output: "x\n" };
  const source = { name: "app.ts", path: join("/work", "app.ts") };
  const place = { file: source.path, line: 3, column: 5 };
  assert.deepEqual(logOutput(line, place), { ...shown, source, line: 3, column: 5 });
  assert.deepEqual(logOutput(line, { ...place, column: null }), { ...shown, source, line: 3 });
});

test("Secrets in logs are masked", () => {
  const { output } = logOutput({ source: "function", text: "key AKIAIOSFODNN7EXAMPLE used" });
  assert.ok(!output.includes("AKIAIOSFODNN7EXAMPLE"), output);
});
