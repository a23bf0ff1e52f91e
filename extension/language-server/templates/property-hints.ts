import { vCpusAt } from "../../../runner/model/estimate/cpu-quota.ts";
import type { EstimateInput, FunctionEstimate } from "../../../runner/model/estimate/function-estimate.ts";
import { costUsdPerMillionAt } from "../../../runner/model/estimate/function-cost.ts";
import { idleBill } from "../../../runner/model/estimate/monthly-bill.ts";
import { runsText } from "../../../runner/model/estimate/percentiles.ts";
import { newestBuilds } from "../../../runner/model/estimate/run.ts";
import { formatUsd } from "../../../runner/model/format-usd.ts";
import { freeStorageMb, priceOf } from "../../../runner/model/prices.ts";
import { milliseconds } from "../../figures.ts";
import type { HintedProperty } from "./hinted-property.ts";

/** A function's settings and runs, with what was estimated of them. */
export interface Estimated {
  readonly input: EstimateInput;
  readonly estimate: FunctionEstimate;
}

/** VS Code cuts off what is longer than this, unless people have set another length (`editor.inlayHints.maximumLength`). */
const mostCharacters = 43;

/** What is worth saying behind a property's value, short enough not to be cut off; undefined for nothing. */
export function propertyHint(property: HintedProperty, estimated: Estimated): string | undefined {
  switch (property) {
    case "MemorySize":
      return memoryHint(estimated);
    case "Timeout":
      return timeoutHint(estimated);
    case "Architectures":
      return architectureHint(estimated);
    case "EphemeralStorage":
      return storageHint(estimated);
    case "ProvisionedConcurrencyConfig":
      return provisionedHint(estimated);
  }
}

/** `0.29 vCPU · peak 84 MB · 256 MB saves 44 %` */
function memoryHint({ input, estimate }: Estimated): string {
  const peak = estimate.peakMemoryMb;
  return fitting([
    vCpusText(input.fn.memoryMb),
    ...(peak ? [`peak ${peak.value.toFixed(0)} MB`, ...memoryAdvice({ input, estimate })] : []),
  ]);
}

/** `0.29 vCPU`: the part of one that comes with a function's memory. */
export function vCpusText(memoryMb: number): string {
  return `${trimmed(vCpusAt(memoryMb))} vCPU`;
}

/** What to do about the memory, if anything. */
function memoryAdvice({ input, estimate }: Estimated): string[] {
  const suggested = estimate.suggestedMemoryMb?.value;
  const newest = newestBuilds(input.runs)?.newest;
  const { memoryMb } = input.fn;
  if (suggested === undefined || newest === undefined || suggested === memoryMb) return [];
  if (suggested > memoryMb) return [`${suggested} MB is safer`];
  const costAt = (size: number): number => costUsdPerMillionAt(input, newest, estimate.coldStartMs.value, size);
  return [`${suggested} MB saves ${((1 - costAt(suggested) / costAt(memoryMb)) * 100).toFixed(0)} %`];
}

/** As many of the parts as are not cut off; the last ones are worth most. */
function fitting(parts: readonly string[]): string {
  const text = parts.join(" · ");
  return text.length <= mostCharacters || parts.length === 1 ? text : fitting(parts.slice(1));
}

/** `p99 420 ms · 24 × headroom`; of few runs `longest of 3 runs 420 ms · …` */
function timeoutHint({ input, estimate: { durationMs } }: Estimated): string | undefined {
  if (!durationMs) return undefined;
  const { p99, max, runs } = durationMs;
  const longest = p99 ?? max;
  const what = p99 === undefined ? (runs === 1 ? "1 run took" : `longest of ${runsText(runs)}`) : "p99";
  const times = trimmed((input.fn.timeoutS * 1000) / longest);
  return `${what} ${milliseconds(longest)} · ${times} × headroom`;
}

/** `arm64 costs 20 % less per GB-second` */
function architectureHint({ input: { fn, region } }: Estimated): string {
  const x86 = priceOf(region, "x86GbS").usd;
  const arm = priceOf(region, "armGbS").usd;
  const isArm = fn.architecture === "arm64";
  const percent = (Math.abs(1 - (isArm ? x86 / arm : arm / x86)) * 100).toFixed(0);
  return isArm ? `x86_64 costs ${percent} % more per GB-second` : `arm64 costs ${percent} % less per GB-second`;
}

/** `free up to 512 MB`, `$0.12 a month`; of a function that never ran `$0.015 per million seconds of calls` */
function storageHint({ input: { fn, region }, estimate }: Estimated): string {
  if (fn.ephemeralStorageMb <= freeStorageMb) return `free up to ${freeStorageMb} MB`;
  const lines = estimate.monthly?.bill.lines.filter(({ of }) => of === "storage") ?? [];
  if (lines.length > 0) return `${formatUsd(lines.reduce((sum, { usd }) => sum + usd, 0))} a month`;
  const gb = (fn.ephemeralStorageMb - freeStorageMb) / 1024;
  return `${formatUsd(gb * priceOf(region, "storageGbS").usd * 1_000_000)} per million seconds of calls`;
}

/** `$8.76 a month, called or not` */
function provisionedHint({ input: { fn, region } }: Estimated): string | undefined {
  const { usd } = idleBill(fn, region);
  return usd === 0 ? undefined : `${formatUsd(usd)} a month, called or not`;
}

/** Two digits that mean something: `0.072`, `1.4`, `5.8`, `3800`. */
function trimmed(value: number): string {
  return String(Number(value.toPrecision(2)));
}
