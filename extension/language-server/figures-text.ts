import type { Figure, FunctionEstimate } from "../../runner/model/estimate/function-estimate.ts";
import { runsText } from "../../runner/model/estimate/percentiles.ts";
import { formatUsd } from "../../runner/model/format-usd.ts";
import { milliseconds } from "../figures.ts";

/**
 * A function's figures in a line: `cold ~310 ms · 84 of 512 MB · $2.31 per million · 14 runs`. What is estimated has a
 * `~`; its parts are always the same ones in the same places. What got worse stands before them: the end of a long line
 * is out of sight where the code has half a window.
 *
 * @param cost what it costs, of a million calls unless said otherwise
 */
export function figuresText(estimate: FunctionEstimate, memoryMb: number, cost: string = costText(estimate)): string {
  const { coldStartMs, peakMemoryMb, durationMs } = estimate;
  return [
    ...regressionText(estimate),
    `cold ${tilde(coldStartMs)}${milliseconds(coldStartMs.value)}`,
    peakMemoryMb ? `${tilde(peakMemoryMb)}${peakMemoryMb.value.toFixed(0)} of ${memoryMb} MB` : `${memoryMb} MB`,
    cost,
    durationMs ? runsText(durationMs.runs) : "not run yet",
  ].join(" · ");
}

function costText({ costUsdPerMillion: figure }: FunctionEstimate): string {
  return figure ? `${tilde(figure)}${formatUsd(figure.value)} per million` : "cost unknown";
}

/** `▲ +85 ms init since last save`; none where nothing stands out. */
export function regressionText({ regression }: FunctionEstimate): string[] {
  if (!regression) return [];
  const { by, unit, of } = regression;
  const value = unit === "ms" ? milliseconds(by) : `${by.toFixed(0)} ${unit}`;
  return [`▲ +${value} ${of} since last save`];
}

/** Marks what is not known but estimated. */
export function tilde({ basis }: Figure): string {
  return basis.kind === "estimated" ? "~" : "";
}
