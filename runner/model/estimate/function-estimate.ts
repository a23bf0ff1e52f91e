import { changes, initsOf, type Change } from "./change.ts";
import { coldStart } from "./cold-start.ts";
import { durationAt } from "./duration-curve.ts";
import type { EstimateInput } from "./estimate-input.ts";
import { measured, type Figure } from "./figure.ts";
import { costUsdPerMillionAt, functionCost, type FunctionCost } from "./function-cost.ts";
import { percentilesOf, type Percentiles } from "./percentiles.ts";
import { newestBuilds, type BuildRuns } from "./run.ts";
import { suggestedMemory } from "./suggested-memory.ts";

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
  /** What a warm call takes on AWS with the function's memory, and so its CPU. */
  readonly billedMs: Figure | undefined;
  readonly peakMemoryMb: Figure | undefined;
  /** The memory to give it: what it has, where that is right. Keeps headroom above the peak. */
  readonly suggestedMemoryMb: Figure | undefined;
  readonly costUsdPerMillion: Figure | undefined;
  readonly monthly: FunctionCost["monthly"] | undefined;
  /** Of the newest build against the one before: undefined when nothing stands out. */
  readonly regression: Change | undefined;
}

/**
 * What is known of a function's cold start, time, memory and cost, by what ran last: figures of two engines, or of builds
 * that differ, are never mixed.
 */
export function estimateFunction(input: EstimateInput): FunctionEstimate {
  const builds = newestBuilds(input.runs);
  const coldStartMs = coldStart(input, builds?.newest);
  return {
    coldStartMs,
    ...(builds ? ofRuns(input, builds.newest, coldStartMs.value) : ofNone),
    regression: builds?.before && changes(builds.newest.runs, builds.before.runs).find(({ by }) => by > 0),
  };
}

type OfRuns = Omit<FunctionEstimate, "coldStartMs" | "regression">;

const ofNone: OfRuns = {
  localInitMs: undefined,
  durationMs: undefined,
  billedMs: undefined,
  peakMemoryMb: undefined,
  suggestedMemoryMb: undefined,
  costUsdPerMillion: undefined,
  monthly: undefined,
};

/** As many as say what calls take; more make an estimate slow, and each is made anew while somebody types. */
const mostPricedRuns = 100;

function ofRuns(input: EstimateInput, newest: BuildRuns, initMs: number): OfRuns {
  const reports = newest.runs.map(({ report }) => report);
  const priced = { ...newest, runs: newest.runs.slice(0, mostPricedRuns) };
  const pricedReports = reports.slice(0, mostPricedRuns);
  const peakMemoryMb = Math.max(...reports.map((report) => report.maxMemoryUsedMb));
  return {
    localInitMs: percentilesOf(initsOf(newest.runs)),
    durationMs: percentilesOf(reports.map(({ durationMs }) => durationMs)),
    peakMemoryMb: measured(peakMemoryMb, reports.length),
    suggestedMemoryMb: suggestedMemory({
      memoryMb: input.fn.memoryMb,
      peakMemoryMb,
      runs: reports.length,
      durationMsAt: (memoryMb) => durationAt(pricedReports, memoryMb) ?? 0,
      costUsdPerMillionAt: (memoryMb) => costUsdPerMillionAt(input, priced, initMs, memoryMb),
    }),
    ...functionCost(input, priced, initMs),
  };
}
