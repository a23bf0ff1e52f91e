import { basisText } from "../model/estimate/figure.ts";
import type { EstimatedFunction, FunctionEstimate, Traffic } from "../model/estimate/function-estimate.ts";
import { percentilesText, runsText } from "../model/estimate/percentiles.ts";
import { formatMs } from "../model/format-ms.ts";
import { formatUsd, formatUsdPerMillion } from "../model/format-usd.ts";
import { table } from "./table.ts";

/** A function and what was found out about it. */
export type EstimatedRow = EstimatedFunction & { readonly traffic: Traffic; readonly estimate: FunctionEstimate };

const none = "-";

/** All functions, a line each, and what they cost together. */
export function estimateTable(
  rows: readonly EstimatedRow[],
  total: { readonly usd: number; readonly afterFreeTierUsd: number },
): string {
  if (rows.length === 0) return "";
  const lines = rows.map(({ name, memoryMb, estimate }) => [
    name,
    `~${formatMs(estimate.coldStartMs.value)}`,
    estimate.peakMemoryMb ? `${estimate.peakMemoryMb.value} of ${memoryMb} MB` : `${memoryMb} MB`,
    estimate.durationMs ? formatMs(estimate.durationMs.p50) : none,
    estimate.costUsdPerMillion ? formatUsd(estimate.costUsdPerMillion.value) : none,
    estimate.monthly ? formatUsd(estimate.monthly.usd.value) : none,
    estimate.durationMs ? `measured, ${runsText(estimate.durationMs.runs)}` : "estimated, never run",
  ]);
  const head = ["FUNCTION", "COLD START", "MEMORY", "DURATION", "PER MILLION", "A MONTH", "BASIS"];
  const never = rows.filter(({ estimate }) => !estimate.durationMs).length;
  const free = `${formatUsd(total.afterFreeTierUsd)} after the free tier`;
  const missing = never === 0 ? "" : `, without ${never === 1 ? "the one that" : `the ${never} that`} never ran`;
  return `${table([head, ...lines])}
Together ${formatUsd(total.usd)} a month, ${free}${missing}. How each figure comes about: pilotlight estimate FUNCTION
`;
}

/** One function, with where each figure comes from. */
export function estimateDetails({ estimate, ...fn }: EstimatedRow): string {
  const { coldStartMs, localInitMs, durationMs, billedMs, peakMemoryMb, suggestedMemoryMb } = estimate;
  const { costUsdPerMillion, monthly, regression } = estimate;
  const title = `${fn.name}: ${fn.runtime ?? "image"}, ${fn.architecture}, ${fn.memoryMb} MB`;
  const lines: (readonly [label: string, value: string, from: string] | undefined)[] = [
    ["cold start", `~${formatMs(coldStartMs.value)}`, basisText(coldStartMs)],
    localInitMs && ["init here", formatMs(localInitMs.p50), percentilesText(localInitMs)],
    durationMs && ["duration here", formatMs(durationMs.p50), percentilesText(durationMs)],
    billedMs && ["billed a call", formatMs(billedMs.value), basisText(billedMs)],
    peakMemoryMb && ["memory", `${peakMemoryMb.value} of ${fn.memoryMb} MB`, `Measured, ${basisText(peakMemoryMb)}.`],
    suggestedMemoryMb && ["suggested", `${suggestedMemoryMb.value} MB`, basisText(suggestedMemoryMb)],
    costUsdPerMillion && ["cost", formatUsdPerMillion(costUsdPerMillion.value), basisText(costUsdPerMillion)],
    monthly && ["a month", formatUsd(monthly.usd.value), basisText(monthly.usd)],
    monthly && ["free tier", formatUsd(monthly.afterFreeTierUsd.value), basisText(monthly.afterFreeTierUsd)],
    regression && [
      "worse",
      `${regression.of} +${regression.by.toFixed(0)} ${regression.unit}`,
      "Median of the newest build's runs against that of the build before.",
    ],
  ];
  const never = durationMs
    ? ""
    : `  It never ran here, so its cost is not known. Run it: pilotlight invoke ${fn.name}\n`;
  const indented = table(lines.filter((line) => line !== undefined))
    .replace(/^/gm, "  ")
    .trimEnd();
  return `${title}\n${indented}\n${never}`;
}
