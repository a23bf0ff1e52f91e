import assert from "node:assert/strict";
import { test } from "node:test";
import { estimateFunction } from "./function-estimate.ts";
import { inputOf } from "./input-for-tests.ts";
import { runOf } from "./run-for-tests.ts";

/** Waits 100 ms, and all it needs of a CPU is there at once. */
const waits = [runOf({ report: { durationMs: 100, cpuMs: 0 } })];

/** Computes for a second. */
const computes = [runOf({ report: { durationMs: 1000, cpuMs: 1000 } })];

function costOf(input: Parameters<typeof inputOf>[0]): { million: string; month: string; free: string } {
  const { costUsdPerMillion, monthly } = estimateFunction(inputOf(input));
  const values = [costUsdPerMillion, monthly?.usd, monthly?.afterFreeTierUsd];
  const [million = "", month = "", free = ""] = values.map((figure) => figure?.value.toFixed(2));
  return { million, month, free };
}

const never = { callsPerMonth: 1_000_000, coldShare: 0 };

test("bills calls that wait by the time they take", () => {
  // 0.20 + 1,000,000 × 0.1 s × 0.5 GB × 0.0000166667; all of it but the requests beyond a million is free.
  assert.deepEqual(costOf({ runs: waits, traffic: never }), { million: "1.03", month: "1.03", free: "0.00" });
});

test("bills calls that compute by what they take with the CPU that comes with the memory", () => {
  const at = (memoryMb: number): number =>
    estimateFunction(inputOf({ fn: { memoryMb }, runs: computes })).billedMs?.value ?? 0;
  assert.equal(at(1769), 1000);
  // Half a vCPU; the first period's quota is there at once.
  assert.ok(at(885) > 1950 && at(885) < 2010, `${at(885)} ms`);
});

test("bills the mean of calls, as the long ones are paid for, too", () => {
  const runs = [10, 10, 10, 10, 960].map((durationMs) => runOf({ report: { durationMs, cpuMs: 0 } }));
  assert.equal(estimateFunction(inputOf({ runs })).billedMs?.value, 200);
});

test("leaves first calls out where there are others", () => {
  const runs = [...waits, runOf({ startedAt: 1, report: { initMs: 200, durationMs: 900, cpuMs: 0 } })];
  assert.equal(estimateFunction(inputOf({ runs })).billedMs?.value, 100);
});

test("bills the init of the share of calls that has one", () => {
  const without = estimateFunction(inputOf({ runs: waits, traffic: never }));
  const half = estimateFunction(inputOf({ runs: waits, traffic: { ...never, coldShare: 0.5 } }));
  const added = (half.costUsdPerMillion?.value ?? 0) - (without.costUsdPerMillion?.value ?? 0);
  // Half of the calls × the cold start × 0.5 GB × 0.0000166667.
  const expected = 500_000 * (half.coldStartMs.value / 1000) * 0.5 * 0.0000166667;
  assert.equal(added.toFixed(6), expected.toFixed(6));
});

test("prices a million calls at the first tier, and a month at all of them", () => {
  const runs = [runOf({ report: { durationMs: 800_000, cpuMs: 0 } })];
  const { million, month } = costOf({ fn: { memoryMb: 10_240, timeoutS: 900 }, runs, traffic: never });
  // 8,000,000,000 GB-s, of which 2,000,000,000 at 0.000015.
  assert.deepEqual([million, month], ["133333.80", "130000.40"]);
});

test("bills environments that are kept ready, and their calls at the lower price", () => {
  // 2 × 0.5 GB × 2,628,000 s × 0.0000041667 = 10.95; 1,000,000 × 0.1 s × 0.5 GB × 0.0000097222 = 0.49; requests 0.20
  const cost = costOf({ fn: { provisionedConcurrency: 2 }, runs: waits, traffic: never });
  assert.deepEqual([cost.month, cost.free], ["11.64", "11.44"]);
});

test("says where a price was assumed", () => {
  const { monthly } = estimateFunction(inputOf({ runs: waits, region: "mx-central-1" }));
  assert.ok(monthly?.usd.basis.kind === "computed");
  assert.match(monthly.usd.basis.from, /some are not known and assumed to be those of us-east-1/);
});
