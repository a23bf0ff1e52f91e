import { formatMs } from "../format-ms.ts";

/** Of measurements; a percentile that too few runs can't show is undefined. */
export interface Percentiles {
  readonly runs: number;
  readonly p50: number;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  readonly max: number;
}

/** From so many runs on, a percentile is more than the highest value or two. */
export const fewestRuns = { p95: 20, p99: 100 } as const;

/** Undefined without a value. A percentile is a value that was measured (nearest rank), but for a median between two. */
export function percentilesOf(values: readonly number[]): Percentiles | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
  return {
    runs: sorted.length,
    p50: median(sorted),
    p95: sorted.length >= fewestRuns.p95 ? rank(0.95) : undefined,
    p99: sorted.length >= fewestRuns.p99 ? rank(0.99) : undefined,
    max: rank(1),
  };
}

/** NaN without a value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? NaN) + upper) / 2 : upper;
}

/** NaN without a value. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** `1 run`, `14 runs` */
export function runsText(runs: number): string {
  return runs === 1 ? "1 run" : `${runs} runs`;
}

/** `Median of 24 runs, 95 % within 30 ms, at most 41 ms.` Of times; what so few runs can't show is left out. */
export function percentilesText({ runs, p95, p99, max }: Percentiles): string {
  const shares = [
    ...(p95 === undefined ? [] : [`95 % within ${formatMs(p95)}`]),
    ...(p99 === undefined ? [] : [`99 % within ${formatMs(p99)}`]),
    ...(runs === 1 ? [] : [`at most ${formatMs(max)}`]),
  ];
  const middle = runs === 1 ? "1 run" : `Median of ${runsText(runs)}`;
  return `${[middle, ...shares].join(", ")}.`;
}
