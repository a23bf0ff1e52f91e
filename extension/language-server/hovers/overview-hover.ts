import { monthlyBill } from "../../../runner/model/estimate/monthly-bill.ts";
import { runsText } from "../../../runner/model/estimate/percentiles.ts";
import { formatUsd } from "../../../runner/model/format-usd.ts";
import { milliseconds } from "../../figures.ts";
import { tilde } from "../figures-text.ts";
import { sources, type HoverContext, type HoveredFunction } from "./estimate-hover.ts";
import { escaped, markdownTable } from "./markdown-table.ts";

/** More would not fit on a screen. */
const mostRows = 12;

/** Several functions side by side, as Markdown: those that cost most first. */
export function overviewHover(title: string, functions: readonly HoveredFunction[], context: HoverContext): string {
  const usdOf = ({ estimate }: HoveredFunction): number => estimate.monthly?.usd.value ?? -1;
  const shown = functions.toSorted((one, other) => usdOf(other) - usdOf(one)).slice(0, mostRows);
  const more = functions.length - shown.length;
  const uses = functions.flatMap(({ estimate }) => estimate.monthly?.use ?? []);
  const usd = (withFreeTier: boolean): string => formatUsd(monthlyBill(uses, { withFreeTier }).usd);
  const [first] = functions;
  return [
    `**${escaped(title)}**`,
    markdownTable(shown.map(row), [
      "function",
      "a month",
      "cold start",
      "call here",
      "memory at its peak",
      "known from",
    ]),
    ...(more === 0 ? [] : [`And ${more} more.`]),
    uses.length === 0
      ? "None of them was run yet: run one, and its time, memory and cost are measured."
      : `Together ${usd(false)} a month, ${usd(true)} after the free tier, which is taken once for all of them${without(functions.length - uses.length)}.`,
    ...(first ? [sources(first.input, context)] : []),
  ].join("\n\n");
}

function row({ input: { fn }, estimate }: HoveredFunction): string[] {
  const { monthly, coldStartMs, durationMs, peakMemoryMb } = estimate;
  return [
    escaped(fn.name),
    monthly ? formatUsd(monthly.usd.value) : "",
    escaped(`${tilde(coldStartMs)}${milliseconds(coldStartMs.value)}`),
    durationMs ? milliseconds(durationMs.p50) : "",
    peakMemoryMb ? `${peakMemoryMb.value.toFixed(0)} of ${fn.memoryMb} MB` : `${fn.memoryMb} MB`,
    durationMs ? runsText(durationMs.runs) : "not run yet",
  ];
}

function without(unknown: number): string {
  return unknown === 0 ? "" : `, without the ${unknown} not run yet`;
}
