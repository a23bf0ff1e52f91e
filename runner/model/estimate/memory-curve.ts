import type { Architecture } from "../function.ts";
import { costUsdPerMillion } from "../prices.ts";
import { highestPeakShare } from "./suggested-memory.ts";
import { durationOf, splitTime, type MeasuredTime, type TimeSplit } from "./duration-curve.ts";

/** What is asked of every size: the steps people choose, and where a vCPU is full. */
export const tableSizes: readonly number[] = [
  128, 192, 256, 384, 512, 768, 1024, 1536, 1769, 2048, 3008, 3538, 4096, 5120, 6144, 7168, 8192, 10_240,
];

/** A run with the memory it took; the `report` of an `InvocationRecord` is assignable to it. */
export interface MeasuredRun extends MeasuredTime {
  /** Highest memory of the whole environment. */
  readonly maxMemoryUsedMb: number;
}

export interface CurveInput {
  /** Runs that teach something: of one build, neither debugged nor failed. */
  readonly runs: readonly MeasuredRun[];
  readonly fn: {
    readonly memoryMb: number;
    readonly timeoutS: number;
    readonly ephemeralStorageMb: number;
    readonly architecture: Architecture;
  };
  /** `eu-west-1` */
  readonly region: string;
  /** Init that AWS bills: its duration, and the share of calls that have one, from 0 to 1. */
  readonly init: { readonly ms: number; readonly coldShare: number };
  /** In MB; the function's own is put among them. */
  readonly sizes?: readonly number[];
}

export type CurvePoint =
  /** Less than what it was seen to take: there is no duration to speak of. */
  | { readonly kind: "out-of-memory"; readonly memoryMb: number }
  | {
      readonly kind: "figures";
      readonly memoryMb: number;
      readonly durationMs: number;
      readonly costUsdPerMillion: Readonly<Record<Architecture, number>>;
      /** It fits, but the peak is above `highestPeakShare` of it. */
      readonly isTight: boolean;
      /** The function would be ended before it is done. */
      readonly exceedsTimeout: boolean;
    };

export type CurveFigures = Extract<CurvePoint, { kind: "figures" }>;

/** Duration and cost over memory, and the sizes to look at: of those that are neither tight nor too slow for the timeout. */
export interface MemoryCurve {
  readonly split: TimeSplit;
  /** Highest of all runs. */
  readonly peakMemoryMb: number;
  /** By memory. */
  readonly points: readonly CurvePoint[];
  /** The fastest of those that cost as little as any: what only computes costs the same at many sizes. */
  readonly cheapest: CurveFigures | undefined;
  /** The smallest of those that are as fast as any. */
  readonly fastest: CurveFigures | undefined;
  /** The smallest product of cost and duration: a per cent faster is worth a per cent dearer. */
  readonly recommended: CurveFigures | undefined;
}

/** Undefined without a run to go by. */
export function memoryCurve(input: CurveInput): MemoryCurve | undefined {
  const { runs, fn, sizes = tableSizes } = input;
  const split = splitTime(runs);
  if (!split) return undefined;
  const peakMemoryMb = Math.max(...runs.map(({ maxMemoryUsedMb }) => maxMemoryUsedMb));
  const wanted = [...new Set([...sizes, fn.memoryMb])].toSorted((a, b) => a - b);
  const points = wanted.map((memoryMb) => pointAt(input, split, peakMemoryMb, memoryMb));
  const fit = points
    .filter((point) => point.kind === "figures")
    .filter((point) => !point.isTight && !point.exceedsTimeout);
  const cost = (point: CurveFigures): number => point.costUsdPerMillion[fn.architecture];
  const lowest = Math.min(...fit.map(cost));
  const shortestMs = Math.min(...fit.map(({ durationMs }) => durationMs));
  return {
    split,
    peakMemoryMb,
    points,
    cheapest: fit.findLast((point) => cost(point) <= lowest * asGood),
    fastest: fit.find(({ durationMs }) => durationMs <= shortestMs * asGood),
    recommended: smallest(fit, (point) => cost(point) * point.durationMs),
  };
}

/** Less than anybody feels, and than the method can tell. */
const asGood = 1.01;

function pointAt(
  { fn, region, init }: CurveInput,
  split: TimeSplit,
  peakMemoryMb: number,
  memoryMb: number,
): CurvePoint {
  if (memoryMb < peakMemoryMb) return { kind: "out-of-memory", memoryMb };
  const durationMs = durationOf(split, memoryMb);
  const costOn = (architecture: Architecture): number =>
    costUsdPerMillion({
      // Init has full CPU at any size, but is paid for by size.
      billedMs: Math.ceil(durationMs) + init.coldShare * init.ms,
      memoryMb,
      architecture,
      ephemeralStorageMb: fn.ephemeralStorageMb,
      region,
    });
  return {
    kind: "figures",
    memoryMb,
    durationMs,
    costUsdPerMillion: { x86_64: costOn("x86_64"), arm64: costOn("arm64") },
    isTight: peakMemoryMb > memoryMb * highestPeakShare,
    exceedsTimeout: durationMs > fn.timeoutS * 1000,
  };
}

function smallest(points: readonly CurveFigures[], valueOf: (point: CurveFigures) => number): CurveFigures | undefined {
  return points.reduce<CurveFigures | undefined>(
    (best, point) => (best === undefined || valueOf(point) < valueOf(best) ? point : best),
    undefined,
  );
}
