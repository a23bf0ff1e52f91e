import { coldStartsDate } from "../../../runner/model/estimate/base-cold-start.ts";
import { vCpusAt } from "../../../runner/model/estimate/cpu-quota.ts";
import { dataAge } from "../../../runner/model/estimate/data-age.ts";
import { basisText } from "../../../runner/model/estimate/figure.ts";
import type { EstimateInput, FunctionEstimate } from "../../../runner/model/estimate/function-estimate.ts";
import type { ImportCost } from "../../../runner/model/estimate/import-cost.ts";
import { idleBill } from "../../../runner/model/estimate/monthly-bill.ts";
import { percentilesText } from "../../../runner/model/estimate/percentiles.ts";
import { coldShareText } from "../../../runner/model/estimate/traffic.ts";
import { formatUsd } from "../../../runner/model/format-usd.ts";
import { freeStorageMb, invocationCost, priceListDate, priceOf } from "../../../runner/model/prices.ts";
import { milliseconds } from "../../figures.ts";
import { tilde } from "../figures-text.ts";
import { billRows, priceText } from "./bill-rows.ts";
import { greatestChange } from "./greatest-change.ts";
import { escaped, markdownTable } from "./markdown-table.ts";

/** A function, what is known of it, and what was estimated of that. */
export interface HoveredFunction {
  readonly input: EstimateInput;
  readonly estimate: FunctionEstimate;
  readonly imports: readonly ImportCost[];
  /** Settings that only a deployment decides: Lambda's default stands in for them. */
  readonly unknown: readonly string[];
}

export interface HoverContext {
  readonly today: Date;
  /** Address of `docs/`, with a slash at its end. */
  readonly docs: string;
}

/** The whole calculation of a function's figures as Markdown: each with where it comes from. */
export function estimateHover(hovered: HoveredFunction, context: HoverContext): string {
  const { input, estimate, unknown } = hovered;
  const { fn, region } = input;
  const title = [
    `**${escaped(fn.name)}**`,
    escaped(fn.runtime ?? "image"),
    fn.architecture,
    `${fn.memoryMb} MB`,
    region,
  ];
  const change = greatestChange(input, estimate);
  const rows = [...startRows(hovered), ...(estimate.monthly ? callRows(hovered) : unrunRows(input))];
  return [
    title.join(" · "),
    ...(unknown.length === 0
      ? []
      : [`${unknown.join(", ")}: only known when it is deployed; the default is used here.`]),
    // First, since hovers are low, and the table is high.
    change === undefined
      ? "Run it once, and time, memory and cost are measured."
      : `**What would change the cost most:** ${escaped(change)}`,
    markdownTable(
      rows.map(([what = "", value = "", from = ""]) => [unbroken(what), unbroken(escaped(value)), escaped(from)]),
    ),
    sources(input, context),
  ].join("\n\n");
}

function startRows({ estimate, imports }: HoveredFunction): string[][] {
  const { coldStartMs, localInitMs, regression } = estimate;
  const heaviest = imports.toSorted((one, other) => other.ms - one.ms)[0];
  return [
    [
      "cold start on AWS",
      `${tilde(coldStartMs)}${milliseconds(coldStartMs.value)}`,
      `Init, before a first call. ${basisText(coldStartMs)}`,
    ],
    ...(localInitMs ? [["init here", milliseconds(localInitMs.p50), percentilesText(localInitMs)]] : []),
    ...(heaviest
      ? [["heaviest import", milliseconds(heaviest.ms), `${heaviest.specifier}, with all that it loads.`]]
      : []),
    ...(regression
      ? [
          [
            `▲ ${regression.of}`,
            `+${regression.unit === "ms" ? milliseconds(regression.by) : `${regression.by.toFixed(0)} MB`}`,
            "Since the last save that made a difference: the medians of the runs after and before it.",
          ],
        ]
      : []),
  ];
}

function callRows({ input: { fn, traffic }, estimate }: HoveredFunction): string[][] {
  const { durationMs, billedMs, peakMemoryMb, suggestedMemoryMb, costUsdPerMillion, monthly } = estimate;
  const calls = `${traffic.callsPerMonth.toLocaleString("en-US")} calls`;
  const cold = `${coldShareText(traffic.coldShare)} of them with a cold start`;
  const served = fn.provisionedConcurrency ? `all in the ${fn.provisionedConcurrency} environments kept ready` : cold;
  return [
    ...(durationMs ? [["call here", milliseconds(durationMs.p50), percentilesText(durationMs)]] : []),
    ...(billedMs ? [["call on AWS", milliseconds(billedMs.value), basisText(billedMs)]] : []),
    ...(peakMemoryMb
      ? [
          [
            "memory at its peak",
            `${peakMemoryMb.value.toFixed(0)} of ${fn.memoryMb} MB`,
            `Highest of ${basisText(peakMemoryMb)}, ${((peakMemoryMb.value / fn.memoryMb) * 100).toFixed(0)} %. ${cpuText(fn.memoryMb)}`,
          ],
        ]
      : []),
    ...(suggestedMemoryMb ? [["suggested memory", `${suggestedMemoryMb.value} MB`, basisText(suggestedMemoryMb)]] : []),
    ...billRows(monthly?.bill.lines ?? []),
    ...(monthly
      ? [
          ["**a month**", formatUsd(monthly.usd.value), `${calls} (setting pilotlight.traffic), ${served}.`],
          ["after the free tier", formatUsd(monthly.afterFreeTierUsd.value), basisText(monthly.afterFreeTierUsd)],
        ]
      : []),
    ...(costUsdPerMillion ? [["a million calls", formatUsd(costUsdPerMillion.value), millionText(fn)]] : []),
  ];
}

function millionText({ provisionedConcurrency }: EstimateInput["fn"]): string {
  const without = provisionedConcurrency ? ", without environments kept ready" : "";
  return `At the same prices, before tiers and the free tier${without}.`;
}

/** What can be said of the cost of a function of which nobody knows how long it takes. */
function unrunRows({ fn, region }: EstimateInput): string[][] {
  const { architecture, memoryMb, ephemeralStorageMb } = fn;
  const usage = { billedMs: 100, memoryMb, architecture, ephemeralStorageMb, region };
  const { computeUsd, storageUsd } = invocationCost(usage);
  const compute = priceOf(region, architecture === "arm64" ? "armGbS" : "x86GbS");
  const storage = ephemeralStorageMb > freeStorageMb ? ", and /tmp above 512 MB" : "";
  return [
    ["memory", `${memoryMb} MB`, cpuText(memoryMb)],
    ["requests", formatUsd(priceOf(region, "perMillionRequests").usd), "A million calls, however long they take."],
    [
      "each 100 ms of a call",
      formatUsd((computeUsd + storageUsd) * 1_000_000),
      `A million times 100 ms × ${memoryMb} MB × ${priceText(compute.usd)} a GB-second${storage}.`,
    ],
    ...billRows(idleBill(fn, region).lines.filter(({ of }) => of === "provisioned")),
  ];
}

/** What is short enough for one line. */
function unbroken(text: string): string {
  return text.replaceAll(" ", "\u00a0");
}

function cpuText(memoryMb: number): string {
  const vCpus = vCpusAt(memoryMb);
  const text = String(Number(vCpus.toPrecision(2)));
  return `${memoryMb} MB come with ${vCpus < 1 ? `${text} of a CPU` : `${text} CPUs`}.`;
}

/** Where the data are from, and how old they are. */
export function sources({ region, calibration }: EstimateInput, { today, docs }: HoverContext): string {
  const from = (isoDay: string): string => `${isoDay}${dataAge(isoDay, today).isOld ? " (**over a year old**)" : ""}`;
  const parts = [
    `Prices of ${region}: AWS's list of ${from(priceListDate)}`,
    `empty functions on AWS: lambda-perf, ${from(coldStartsDate)}`,
    ...(calibration
      ? [`empty function here: ${milliseconds(calibration.emptyInitMs)}, ${isoDayOf(calibration.measuredAt)}`]
      : []),
  ];
  return `${parts.join(" · ")} · [How it is calculated](${docs}estimates.md)`;
}

function isoDayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
