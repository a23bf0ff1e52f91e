import { timeUnderQuotaMs, vCpusAt } from "./cpu-quota.ts";
import { median } from "./percentiles.ts";

/** What a run says of time and memory; the `report` of an `InvocationRecord` is assignable to it. */
export interface MeasuredTime {
  /** Of a run that began with an init phase. */
  readonly initMs: number | undefined;
  readonly durationMs: number;
  /** Of all threads and processes together, without the init phase. */
  readonly cpuMs: number;
  /** How long its threads together were ready to run and had no CPU; undefined where nothing told. */
  readonly cpuDelayMs?: number | undefined;
  /** The limit it ran under; undefined or absent where it had the machine to itself, as runs have but for those of `tune --verify`. */
  readonly vCpus?: number | undefined;
}

/** What a call does with its time. */
export interface TimeSplit {
  readonly cpuMs: number;
  /** For the network, disks, timers: no CPU makes it shorter. */
  readonly waitingMs: number;
  /** CPUs wanted at a time while it computes, at least 1. Where nothing tells of CPU delays it is what the machine had. */
  readonly parallelism: number;
  /** How many runs it was seen in: medians of them. */
  readonly runs: number;
}

/**
 * Tells CPU time from waiting. What a CPU limit added to a run is taken off again, so runs at all sizes can be mixed; so is
 * what other programs of a busy machine did. Runs
 * with an init phase count only where there are no others: their first call loads what later ones find there.
 *
 * One call can't show everything: while it used more than one CPU it is taken to have waited for nothing, and one that
 * waits and then uses several looks like one that uses fewer and does not wait.
 *
 * @returns undefined without a run
 */
export function splitTime(runs: readonly MeasuredTime[]): TimeSplit | undefined {
  const warm = runs.filter(({ initMs }) => initMs === undefined);
  const counted = warm.length > 0 ? warm : runs;
  if (counted.length === 0) return undefined;
  const splits = counted.map(splitOne);
  const medianOf = (pick: (split: OneSplit) => number): number => median(splits.map(pick));
  return {
    cpuMs: medianOf(({ cpuMs }) => cpuMs),
    waitingMs: medianOf(({ waitingMs }) => waitingMs),
    parallelism: medianOf(({ parallelism }) => parallelism),
    runs: counted.length,
  };
}

/** Duration of a call at a memory size, in ms; undefined without a run to go by. */
export function durationAt(runs: readonly MeasuredTime[], memoryMb: number): number | undefined {
  const split = splitTime(runs);
  return split && durationOf(split, memoryMb);
}

/**
 * Duration at a memory size, in ms: waiting, and the CPU time under the quota that comes with the memory. In the long run
 * that is waiting + CPU time × max(1, 1769 MB / M) for one thread, and on down to the function's parallelism above 1,769 MB.
 * CPUs are taken to be as fast as this machine's.
 */
export function durationOf({ cpuMs, waitingMs, parallelism }: TimeSplit, memoryMb: number): number {
  return waitingMs + timeUnderQuotaMs(cpuMs, parallelism, vCpusAt(memoryMb));
}

type OneSplit = Omit<TimeSplit, "runs">;

function splitOne({ durationMs, cpuMs, cpuDelayMs = 0, vCpus = Infinity }: MeasuredTime): OneSplit {
  // Under a limit nobody can tell what others had of a delay, and what the quota.
  const wantedMs = vCpus === Infinity ? cpuMs + cpuDelayMs : cpuMs;
  const parallelism = durationMs > 0 ? Math.max(1, wantedMs / durationMs) : 1;
  const waitingMs = Math.max(0, durationMs - timeUnderQuotaMs(wantedMs, parallelism, vCpus));
  return { cpuMs, waitingMs, parallelism };
}
