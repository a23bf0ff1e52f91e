import type { TuneResult } from "../../runner/tune/tune-result.ts";

/** The curve as a table for other programs: RFC 4180, a row for each size, empty where there is no figure. */
export function curveCsv({ curve, verified }: TuneResult): string {
  const rows = curve.points.map((point) => {
    const measured = verified.find(({ memoryMb }) => memoryMb === point.memoryMb);
    const figures = point.kind === "figures" ? point : undefined;
    return [
      point.memoryMb,
      rounded(figures?.durationMs, 3),
      rounded(figures?.costUsdPerMillion.x86_64, 6),
      rounded(figures?.costUsdPerMillion.arm64, 6),
      rounded(measured?.measuredMs, 3),
    ];
  });
  return [header, ...rows.map((row) => row.join(","))].map((line) => `${line}\r\n`).join("");
}

const header = [
  "memory_mb",
  "duration_ms",
  "cost_x86_64_usd_per_million",
  "cost_arm64_usd_per_million",
  "measured_ms",
].join(",");

function rounded(value: number | undefined, digits: number): string {
  return value === undefined ? "" : String(Number(value.toFixed(digits)));
}
