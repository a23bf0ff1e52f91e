import assert from "node:assert/strict";
import { test } from "node:test";
import { estimateFunction } from "./function-estimate.ts";
import { inputOf } from "./input-for-tests.ts";
import { runOf } from "./run-for-tests.ts";

test("knows the cold start of a function that never ran, and nothing else", () => {
  const { coldStartMs, ...rest } = estimateFunction(inputOf({}));
  assert.equal(coldStartMs.basis.kind, "estimated");
  assert.ok(coldStartMs.value > 50 && coldStartMs.value < 500);
  assert.deepEqual(
    Object.entries(rest).filter(([, value]) => value !== undefined),
    [],
  );
});

test("measures memory and duration of the newest build alone", () => {
  const runs = [
    runOf({ build: "old", startedAt: 1, report: { initMs: 300, durationMs: 900, maxMemoryUsedMb: 400 } }),
    runOf({ build: "new", startedAt: 2, report: { initMs: 120, durationMs: 10, maxMemoryUsedMb: 80 } }),
    runOf({ build: "new", startedAt: 3, report: { durationMs: 30, maxMemoryUsedMb: 84 } }),
  ];
  const estimate = estimateFunction(inputOf({ runs }));
  assert.deepEqual(estimate.durationMs, { runs: 2, p50: 20, p95: undefined, p99: undefined, max: 30 });
  assert.deepEqual(estimate.peakMemoryMb, { value: 84, basis: { kind: "measured", runs: 2 } });
  assert.deepEqual(estimate.localInitMs?.p50, 120);
  // Two runs are too few to take memory away.
  assert.equal(estimate.suggestedMemoryMb?.value, 512);
});

test("learns nothing from debugged and failed runs", () => {
  const runs = [
    runOf({ startedAt: 3, isDebugged: true, report: { durationMs: 60_000 } }),
    runOf({ startedAt: 2, status: "timeout", report: { durationMs: 3000 } }),
    runOf({ startedAt: 1, report: { durationMs: 10 } }),
  ];
  assert.equal(estimateFunction(inputOf({ runs })).durationMs?.max, 10);
});

test("prices a million calls with their share of cold starts", () => {
  const runs = [runOf({ report: { durationMs: 99.5 } })];
  const estimate = estimateFunction(inputOf({ runs, traffic: { callsPerMonth: 2_000_000, coldShare: 0 } }));
  // $0.20 + 1,000,000 × 0.1 s × 0.5 GB × $0.0000166667
  assert.equal(estimate.costUsdPerMillion?.value.toFixed(4), "1.0333");
  assert.equal(estimate.monthly?.usd.value.toFixed(4), "2.0667");
  // One million requests and all of the 100,000 GB-seconds are free.
  assert.equal(estimate.monthly.afterFreeTierUsd.value.toFixed(4), "0.2000");
});

const oddReports: readonly (readonly [title: string, report: Parameters<typeof runOf>[0]["report"]])[] = [
  ["takes no time at all", { durationMs: 0, cpuMs: 0 }],
  ["uses more CPU than time", { durationMs: 1, cpuMs: 60_000 }],
  ["has an init that takes no time", { initMs: 0, initCpuMs: 0 }],
  ["uses no memory that anybody saw", { maxMemoryUsedMb: 0 }],
  ["uses all there is", { maxMemoryUsedMb: 10_240, memoryMb: 10_240 }],
];

for (const [title, report] of oddReports) {
  test(`has only finite figures for a call that ${title}`, () => {
    const estimate = estimateFunction(inputOf({ runs: report ? [runOf({ report })] : [] }));
    const numbers = JSON.stringify(estimate, (_key, value: unknown) =>
      typeof value === "number" && !Number.isFinite(value) ? "not finite" : value,
    );
    assert.doesNotMatch(numbers, /not finite/);
    assert.ok(estimate.costUsdPerMillion && estimate.costUsdPerMillion.value >= 0.2);
  });
}
