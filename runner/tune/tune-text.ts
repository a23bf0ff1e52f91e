import { formatMs } from "../model/format-ms.ts";
import { formatUsd } from "../model/format-usd.ts";
import type { CurvePoint } from "../model/estimate/memory-curve.ts";
import { median } from "../model/estimate/percentiles.ts";
import { remarksOn } from "./remarks.ts";
import { signedPercent } from "./signed-percent.ts";
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
      error === undefined ? "–" : signedPercent(error),
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
