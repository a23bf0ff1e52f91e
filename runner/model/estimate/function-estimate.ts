import { priceListDate } from "../prices.ts";
import { coldStart, initsOf } from "./cold-start.ts";
import type { EstimateInput } from "./estimate-input.ts";
import { computed, measured, type Figure } from "./figure.ts";
import { monthlyBill, secondsPerMonth, type MonthlyBill, type MonthlyUse } from "./monthly-bill.ts";
import { mean, percentilesOf, type Percentiles } from "./percentiles.ts";
import { regressionOf, type Regression } from "./regression.ts";
import { newestBuilds, type BuildRuns } from "./run.ts";
import { leastMemoryMb } from "./suggested-memory.ts";

export type { Basis, Figure } from "./figure.ts";
export type { Calibration, CodeFacts, EstimatedFunction, EstimateInput, Traffic } from "./estimate-input.ts";
export { defaultTraffic } from "./estimate-input.ts";
export type { Percentiles } from "./percentiles.ts";

export interface FunctionEstimate {
  /** Init duration to expect on AWS. */
  readonly coldStartMs: Figure;
  /** Init duration here, of the newest build. */
  readonly localInitMs: Percentiles | undefined;
  /** As measured here; undefined: never run. */
  readonly durationMs: Percentiles | undefined;
  readonly peakMemoryMb: Figure | undefined;
  /** The least memory with enough headroom above the peak, whether more or less than there is. */
  readonly suggestedMemoryMb: Figure | undefined;
  /** Before the free tier, cold starts at their share, provisioned concurrency left out. */
  readonly costUsdPerMillion: Figure | undefined;
  readonly monthly:
    | {
        readonly usd: Figure;
        readonly afterFreeTierUsd: Figure;
        /** For the bill of several functions, which is not the sum of theirs: see `monthlyBill`. */
        readonly use: MonthlyUse;
        readonly bill: MonthlyBill;
      }
    | undefined;
  /** Of the newest build against the one before: undefined when nothing stands out. */
  readonly regression: Regression | undefined;
}

/** What is known of a function's cold start, time, memory and cost: of the build and on the engine that ran last. */
export function estimateFunction(input: EstimateInput): FunctionEstimate {
  const builds = newestBuilds(input.runs);
  const newest = builds?.newest;
  const reports = newest?.runs.map(({ report }) => report) ?? [];
  const peakMemoryMb = newest && measured(Math.max(...reports.map((report) => report.maxMemoryUsedMb)), reports.length);
  const coldStartMs = coldStart(input, newest);
  return {
    coldStartMs,
    localInitMs: percentilesOf(initsOf(newest)),
    durationMs: percentilesOf(reports.map(({ durationMs }) => durationMs)),
    peakMemoryMb,
    suggestedMemoryMb:
      peakMemoryMb &&
      computed(leastMemoryMb(peakMemoryMb.value), `The peak of ${peakMemoryMb.value} MB stays below 85 % of it.`),
    ...costs(input, coldStartMs.value, newest),
    regression: builds && regressionOf(builds.newest, builds.before),
  };
}

function costs(
  input: EstimateInput,
  coldStartMs: number,
  newest: BuildRuns | undefined,
): Pick<FunctionEstimate, "costUsdPerMillion" | "monthly"> {
  if (!newest) return { costUsdPerMillion: undefined, monthly: undefined };
  const { fn, region, traffic } = input;
  const warmMs = mean(newest.runs.map(({ report }) => Math.ceil(report.durationMs)));
  const onDemand = (requests: number): MonthlyUse => ({
    region,
    architecture: fn.architecture,
    memoryMb: fn.memoryMb,
    ephemeralStorageMb: fn.ephemeralStorageMb,
    requests,
    billedMs: requests * (warmMs + traffic.coldShare * coldStartMs),
  });
  const environments = fn.provisionedConcurrency ?? 0;
  const use: MonthlyUse =
    environments === 0
      ? onDemand(traffic.callsPerMonth)
      : {
          ...onDemand(traffic.callsPerMonth),
          billedMs: traffic.callsPerMonth * warmMs,
          provisioned: { environments, seconds: secondsPerMonth },
        };
  const million = monthlyBill([onDemand(1_000_000)], { withFreeTier: false });
  const bill = monthlyBill([use], { withFreeTier: false });
  const free = monthlyBill([use], { withFreeTier: true });
  const from = `${warmMs.toFixed(0)} ms a call (mean of ${newest.runs.length === 1 ? "1 run" : `${newest.runs.length} runs`}), prices of ${region} of ${priceListDate}`;
  return {
    costUsdPerMillion: computed(million.usd, `${from}.`),
    monthly: {
      usd: computed(bill.usd, `${from}.`),
      afterFreeTierUsd: computed(free.usd, `${from}, less the account's free tier.`),
      use,
      bill,
    },
  };
}
