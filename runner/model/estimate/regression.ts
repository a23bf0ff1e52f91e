import { initsOf } from "./cold-start.ts";
import { median } from "./percentiles.ts";
import type { BuildRuns } from "./run.ts";

/** What got worse from one build to the next. */
export interface Regression {
  readonly of: "init" | "duration" | "memory";
  readonly by: number;
  readonly unit: "ms" | "MB";
}

/**
 * What stands out against the build before: the first of init, duration and memory whose middle moved further than
 * runs of one build differ among themselves. With few runs that takes more, so that a mark does not come and go.
 */
export function regressionOf(newest: BuildRuns, before: BuildRuns | undefined): Regression | undefined {
  if (!before) return undefined;
  const durations = ({ runs }: BuildRuns): number[] => runs.map(({ report }) => report.durationMs);
  const peaks = ({ runs }: BuildRuns): number[] => runs.map(({ report }) => report.maxMemoryUsedMb);
  const init = worse(initsOf(newest), initsOf(before), { fewest: 1, atLeast: 25 });
  if (init !== undefined) return { of: "init", by: init, unit: "ms" };
  const duration = worse(durations(newest), durations(before), { fewest: 5, atLeast: 10 });
  if (duration !== undefined) return { of: "duration", by: duration, unit: "ms" };
  const memory = worse(peaks(newest), peaks(before), { fewest: 3, atLeast: 16 });
  return memory === undefined ? undefined : { of: "memory", by: memory, unit: "MB" };
}

/** From so many runs on each side, their own spread says how far apart two middles have to be. */
const enoughRuns = 5;

function worse(
  now: readonly number[],
  then: readonly number[],
  { fewest, atLeast }: { fewest: number; atLeast: number },
): number | undefined {
  const runs = Math.min(now.length, then.length);
  if (runs < fewest) return undefined;
  const was = median(then);
  const by = median(now) - was;
  const isFew = runs < enoughRuns;
  if (by < Math.max(atLeast * (isFew ? 2 : 1), was * (isFew ? 0.4 : 0.2))) return undefined;
  return isFew || quartile(now, 0.25) > quartile(then, 0.75) ? by : undefined;
}

function quartile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
}
