import type { CodeLens } from "vscode-languageserver";
import type { FunctionEstimate, Traffic } from "../../../runner/model/estimate/function-estimate.ts";
import { monthlyBill } from "../../../runner/model/estimate/monthly-bill.ts";
import { formatUsd } from "../../../runner/model/format-usd.ts";
import { figuresText } from "../figures-text.ts";
import { lensesAt } from "../handler-lenses.ts";
import type { PlacedFunction } from "./template-document.ts";

/** A function of a template with its estimate. */
export interface EstimatedEntry extends PlacedFunction {
  /** As the project knows it; its name of the template where it does not. */
  readonly name: string;
  readonly folder: string | undefined;
  readonly traffic: Traffic;
  readonly estimate: FunctionEstimate;
}

const tooltip = "Rest the pointer on the key below to see each function's figures.";

/**
 * Lenses above each function, and one for all of them above `Resources`.
 *
 * @param resourcesLine zero-based; undefined where there is no such key
 */
export function templateLenses(entries: readonly EstimatedEntry[], resourcesLine: number | undefined): CodeLens[] {
  const own = entries.flatMap((entry) => {
    const { name, folder, fn, line, estimate } = entry;
    return lensesAt(line, [{ name, folder, figures: figuresText(estimate, fn.settings.memoryMb, monthText(entry)) }]);
  });
  if (resourcesLine === undefined || entries.length === 0) return own;
  const range = { start: { line: resourcesLine, character: 0 }, end: { line: resourcesLine, character: 0 } };
  return [{ range, command: { title: wholeText(entries), tooltip, command: "" } }, ...own];
}

/** `$4.62 a month at 2M calls` */
function monthText({ estimate, traffic }: EstimatedEntry): string {
  if (!estimate.monthly) return "cost unknown";
  return `${formatUsd(estimate.monthly.usd.value)} a month at ${callsText(traffic.callsPerMonth)}`;
}

/** `4 functions · $12.40 a month at 5M calls · $3.10 after the free tier · 1 not run yet` */
function wholeText(entries: readonly EstimatedEntry[]): string {
  const known = entries.filter(({ estimate }) => estimate.monthly !== undefined);
  const uses = known.flatMap(({ estimate }) => estimate.monthly?.use ?? []);
  const calls = known.reduce((sum, { traffic }) => sum + traffic.callsPerMonth, 0);
  const usd = (withFreeTier: boolean): string => formatUsd(monthlyBill(uses, { withFreeTier }).usd);
  const unknown = entries.length - known.length;
  return [
    entries.length === 1 ? "1 function" : `${entries.length} functions`,
    ...(known.length === 0
      ? ["cost unknown"]
      : [`${usd(false)} a month at ${callsText(calls)}`, `${usd(true)} after the free tier`]),
    ...(unknown === 0 ? [] : [`${unknown} not run yet`]),
  ].join(" · ");
}

const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });

/** `1M calls`, `250K calls` */
export function callsText(calls: number): string {
  return `${compact.format(calls)} ${calls === 1 ? "call" : "calls"}`;
}
