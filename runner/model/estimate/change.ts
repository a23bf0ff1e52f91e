import { median } from "./percentiles.ts";
import type { Run } from "./run.ts";

/** What differs between the runs of two builds, by how much: positive is worse. */
export interface Change {
  readonly of: "init" | "duration" | "memory";
  readonly by: number;
  readonly unit: "ms" | "MB";
}

interface Measure {
  readonly of: Change["of"];
  readonly unit: Change["unit"];
  readonly valuesOf: (runs: readonly Run[]) => number[];
  /** With fewer runs on a side, nothing is said. */
  readonly fewest: number;
  /** No less than this matters. */
  readonly least: number;
}

const measures: readonly Measure[] = [
  { of: "init", unit: "ms", valuesOf: initsOf, fewest: 1, least: 25 },
  { of: "duration", unit: "ms", valuesOf: warmDurations, fewest: 5, least: 10 },
  { of: "memory", unit: "MB", valuesOf: peaks, fewest: 3, least: 16 },
];

/** From so many runs on each side, their own spread says how far apart two middles have to be. */
const enoughRuns = 5;

/**
 * What stands out between the runs of two builds: of init, duration and memory those whose middle moved further than runs
 * of one build differ among themselves. With few runs that takes more, so that a mark does not come and go.
 */
export function changes(now: readonly Run[], then: readonly Run[]): Change[] {
  return measures.flatMap(({ of, unit, valuesOf, fewest, least }) => {
    const by = changeOf(valuesOf(now), valuesOf(then), fewest, least);
    return by === undefined ? [] : [{ of, by, unit }];
  });
}

/** What the inits of runs took, in ms. */
export function initsOf(runs: readonly Run[]): number[] {
  return runs.flatMap(({ report }) => report.initMs ?? []);
}

function warmDurations(runs: readonly Run[]): number[] {
  return runs.filter(({ report }) => report.initMs === undefined).map(({ report }) => report.durationMs);
}

function peaks(runs: readonly Run[]): number[] {
  return runs.map(({ report }) => report.maxMemoryUsedMb);
}

function changeOf(now: readonly number[], then: readonly number[], fewest: number, least: number): number | undefined {
  const runs = Math.min(now.length, then.length);
  if (runs < fewest) return undefined;
  const by = median(now) - median(then);
  const [lower, higher] = by > 0 ? [then, now] : [now, then];
  const isFew = runs < enoughRuns;
  const needed = Math.max(least * (isFew ? 2 : 1), median(lower) * (isFew ? 0.4 : 0.2));
  if (Math.abs(by) < needed) return undefined;
  return isFew || quartile(higher, 0.25) > quartile(lower, 0.75) ? by : undefined;
}

function quartile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
}
