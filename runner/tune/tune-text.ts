import { formatMs } from "../model/format-ms.ts";
import { formatUsd } from "../model/format-usd.ts";
import type { CurvePoint, MemoryCurve } from "../model/estimate/memory-curve.ts";
import { median } from "../model/estimate/percentiles.ts";
import { tuneNotes } from "./tune-notes.ts";
import { errorOf, type TuneResult, type VerifiedSize } from "./tune-result.ts";

/** What tuning has found out, for a terminal. */
export function tuneText(result: TuneResult): string {
  const { curve, functionName, memoryMb, engine, build } = result;
  const rows = curve.points.map((point) => rowOf(point, remarksOn(point, curve, memoryMb)));
  const parts = [
    `${functionName}, build ${build}, ${engine} engine`,
    table([["MEMORY", "DURATION", "X86_64", "ARM64", ""], ...rows]),
    ...(result.verified.length > 0 ? [verifiedText(result.verified)] : []),
    tuneNotes(result).join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** What there is to say of a size: `now`, `cheapest`, `tight` and the like. */
export function remarksOn(point: CurvePoint, curve: MemoryCurve, memoryMb: number): string[] {
  const is = (marked: CurvePoint | undefined): boolean => marked?.memoryMb === point.memoryMb;
  const figures = point.kind === "figures" ? point : undefined;
  return [
    ...(point.memoryMb === memoryMb ? ["now"] : []),
    ...(is(curve.cheapest) ? ["cheapest"] : []),
    ...(is(curve.fastest) ? ["fastest"] : []),
    ...(is(curve.recommended) ? ["recommended"] : []),
    ...(point.kind === "out-of-memory" ? ["would run out of memory"] : []),
    ...(figures?.isTight === true ? ["little memory to spare"] : []),
    ...(figures?.exceedsTimeout === true ? ["runs into the timeout"] : []),
  ];
}

function rowOf(point: CurvePoint, remarks: readonly string[]): string[] {
  const memory = `${point.memoryMb} MB`;
  if (point.kind === "out-of-memory") return [memory, "–", "–", "–", remarks.join(", ")];
  const { x86_64, arm64 } = point.costUsdPerMillion;
  return [memory, formatMs(point.durationMs), formatUsd(x86_64), formatUsd(arm64), remarks.join(", ")];
}

function verifiedText(verified: readonly VerifiedSize[]): string {
  const rows = verified.map((size) => {
    const error = errorOf(size);
    return [
      `${size.memoryMb} MB`,
      size.predictedMs === undefined ? "–" : formatMs(size.predictedMs),
      size.measuredMs === undefined ? "–" : formatMs(size.measuredMs),
      error === undefined ? "–" : percent(error),
      [
        ...(size.failure ? [`${size.failure.errorType}: ${size.failure.text}`] : []),
        ...(size.isShortOfCpus ? ["this machine has fewer CPUs"] : []),
      ].join(", "),
    ];
  });
  const errors = verified.flatMap((size) => errorOf(size) ?? []).map(Math.abs);
  const summary = errors.length > 1 ? `\nMedian error ${(median(errors) * 100).toFixed(0)} %.` : "";
  return `${table([["MEMORY", "PREDICTED", "MEASURED", "ERROR", ""], ...rows])}${summary}`;
}

/** `+6 %`: the prediction was that much too long. */
function percent(share: number): string {
  return `${share > 0 ? "+" : ""}${(share * 100).toFixed(0)} %`;
}

/** Figures to the right, the last column to the left. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === row.length - 1 ? cell : cell.padStart(widths[column] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
