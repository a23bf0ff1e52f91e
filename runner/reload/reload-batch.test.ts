import assert from "node:assert/strict";
import { test } from "node:test";
import { ReloadBatch, type ReloadReport } from "./reload-batch.ts";

function batchOf(...functionNames: string[]) {
  const reports: ReloadReport[] = [];
  let ends = 0;
  const batch = new ReloadBatch({
    id: "0123abcd",
    files: ["/work/src/app.ts"],
    savedAtMs: performance.now(),
    functionNames,
    report: (report) => reports.push(report),
    onEnd: () => ends++,
  });
  return { batch, reports, ends: () => ends };
}

const done = (functionName: string, changes: { buildMs?: number; initError?: string } = {}) => ({
  functionName,
  buildMs: 5,
  initError: undefined,
  ...changes,
});

test("reports once, when the last function is ready", () => {
  const { batch, reports, ends } = batchOf("one", "two");
  batch.succeeded(done("one", { buildMs: 9 }));
  assert.equal(reports.length, 0);
  batch.succeeded(done("two", { initError: "Runtime.ImportModuleError" }));
  const [report] = reports;
  assert.deepEqual(report?.functions, ["one", "two"]);
  assert.equal(report.buildMs, 9);
  assert.equal(report.build, "0123abcd");
  assert.deepEqual(report.initErrors, { two: "Runtime.ImportModuleError" });
  assert.equal(ends(), 1);
});

test("reports functions whose build failed apart from the others", () => {
  const { batch, reports } = batchOf("one", "two");
  batch.failed("one");
  batch.succeeded(done("two"));
  assert.deepEqual(
    reports.map(({ functions, failed }) => ({ functions, failed })),
    [{ functions: ["two"], failed: ["one"] }],
  );
});

test("reports nothing when a later burst took everything over", () => {
  const { batch, reports, ends } = batchOf("one");
  batch.dropped("one");
  assert.deepEqual(reports, []);
  assert.equal(ends(), 1);
});

test("reports those that are ready a second before one that is not, and that one later", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { batch, reports, ends } = batchOf("quick", "slow");
  batch.succeeded(done("quick"));
  t.mock.timers.tick(1000);
  assert.deepEqual(
    reports.map(({ functions }) => functions),
    [["quick"]],
  );
  assert.equal(ends(), 0);
  batch.succeeded(done("slow"));
  assert.deepEqual(
    reports.map(({ functions }) => functions),
    [["quick"], ["slow"]],
  );
  assert.equal(ends(), 1);
});
