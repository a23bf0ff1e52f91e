import { vCpusAt } from "../../runner/model/estimate/cpu-quota.ts";
import type { CurveFigures, CurvePoint } from "../../runner/model/estimate/memory-curve.ts";
import { median } from "../../runner/model/estimate/percentiles.ts";
import { formatMs } from "../../runner/model/format-ms.ts";
import { formatUsd } from "../../runner/model/format-usd.ts";
import type { Architecture } from "../../runner/model/function.ts";
import { remarksOn } from "../../runner/tune/remarks.ts";
import { signedPercent } from "../../runner/tune/signed-percent.ts";
import { tuneNotes } from "../../runner/tune/tune-notes.ts";
import { errorOf, type TuneResult } from "../../runner/tune/tune-result.ts";

/** A result of tuning in the words and figures that people see: its page only draws it. */
export interface TunedView {
  /** One sentence: what to do. */
  readonly advice: string;
  /** `x86_64 · 512 MB now · container engine · build 1a2b3c4d` */
  readonly facts: string;
  readonly architecture: Architecture;
  readonly memoryMb: number;
  readonly recommendedMb: number | undefined;
  /** By memory. */
  readonly sizes: readonly SizeView[];
  /** How far off predictions were, in a sentence; undefined where nothing was verified. */
  readonly verification: string | undefined;
  /** Sentences: where the figures come from, and what they don't say. */
  readonly notes: readonly string[];
}

export interface SizeView {
  readonly memoryMb: number;
  /** `0.29` */
  readonly vCpus: string;
  /** Undefined where it would run out of memory. */
  readonly figures: SizeFigures | undefined;
  /** Undefined where it was not run. */
  readonly measured: MeasuredView | undefined;
  /** `now`, `recommended`, `cheapest`, `fastest`: what the chart points out. */
  readonly marks: readonly string[];
  /** The marks, and what is wrong with a size. */
  readonly remarks: string;
}

export interface SizeFigures {
  readonly durationMs: number;
  readonly duration: string;
  readonly costUsdPerMillion: Readonly<Record<Architecture, number>>;
  readonly cost: Readonly<Record<Architecture, string>>;
  /** Neither short of memory nor of time. */
  readonly isFit: boolean;
}

export interface MeasuredView {
  /** Undefined where no call went well. */
  readonly ms: number | undefined;
  /** `243 ms, prediction +6 %`; what went wrong where no call went well. */
  readonly text: string;
}

/** Computes nothing: the figures are those of `result`. */
export function tunedView(result: TuneResult): TunedView {
  const { curve, architecture, memoryMb, engine, build } = result;
  return {
    advice: adviceOf(result),
    facts: [architecture, `${memoryMb} MB now`, `${engine} engine`, `build ${build}`].join(" · "),
    architecture,
    memoryMb,
    recommendedMb: curve.recommended?.memoryMb,
    sizes: curve.points.map((point) => sizeView(point, result)),
    verification: verificationOf(result),
    notes: tuneNotes(result),
  };
}

function adviceOf({ curve, memoryMb, architecture }: TuneResult): string {
  const { recommended, points } = curve;
  if (!recommended) return "No size is recommended: none has memory to spare and is done before the timeout.";
  const now = points.find((point) => point.memoryMb === memoryMb);
  const takes = (point: CurveFigures): string => formatMs(point.durationMs);
  const costs = (point: CurveFigures): string => formatUsd(point.costUsdPerMillion[architecture]);
  if (recommended.memoryMb === memoryMb) {
    return `Keep ${memoryMb} MB: no other size is better in time and cost together. A call takes ${takes(recommended)}, a million calls cost ${costs(recommended)}.`;
  }
  const changed = (figure: (point: CurveFigures) => string): string =>
    now?.kind === "figures" ? `${figure(recommended)} instead of ${figure(now)}` : figure(recommended);
  return `${recommended.memoryMb} MB is recommended: a call takes ${changed(takes)}, a million calls cost ${changed(costs)}.`;
}

function sizeView(point: CurvePoint, { curve, memoryMb, verified }: TuneResult): SizeView {
  const remarks = remarksOn(point, curve, memoryMb);
  const measured = verified.find((size) => size.memoryMb === point.memoryMb);
  return {
    memoryMb: point.memoryMb,
    vCpus: vCpusAt(point.memoryMb).toFixed(2),
    figures: figuresOf(point),
    measured: measured && measuredView(measured),
    marks: remarks.filter((remark) => chartMarks.includes(remark)),
    remarks: remarks.join(", "),
  };
}

const chartMarks: readonly string[] = ["now", "cheapest", "fastest", "recommended"];

function figuresOf(point: CurvePoint): SizeFigures | undefined {
  if (point.kind === "out-of-memory") return undefined;
  const { durationMs, costUsdPerMillion, isTight, exceedsTimeout } = point;
  const { x86_64, arm64 } = costUsdPerMillion;
  return {
    durationMs,
    duration: formatMs(durationMs),
    costUsdPerMillion,
    cost: { x86_64: formatUsd(x86_64), arm64: formatUsd(arm64) },
    isFit: !isTight && !exceedsTimeout,
  };
}

function measuredView(size: TuneResult["verified"][number]): MeasuredView {
  const { measuredMs, failure, isShortOfCpus } = size;
  const error = errorOf(size);
  const parts = [
    ...(measuredMs === undefined ? [] : [formatMs(measuredMs)]),
    ...(error === undefined ? [] : [`prediction ${signedPercent(error)}`]),
    ...(failure ? [`${failure.errorType}: ${failure.text}`] : []),
    ...(isShortOfCpus ? ["this machine has fewer CPUs"] : []),
  ];
  return { ms: measuredMs, text: parts.join(", ") };
}

function verificationOf({ verified }: TuneResult): string | undefined {
  if (verified.length === 0) return undefined;
  const errors = verified.flatMap((size) => errorOf(size) ?? []).map(Math.abs);
  if (errors.length === 0) return `Run at ${sizesText(verified.length)}: no call went well.`;
  return `Run at ${sizesText(verified.length)} with that memory and share of CPU: the median error of the predictions is ${(median(errors) * 100).toFixed(0)} %, the largest ${(Math.max(...errors) * 100).toFixed(0)} %.`;
}

function sizesText(count: number): string {
  return count === 1 ? "1 size" : `${count} sizes`;
}
