import { formatUsd } from "../format-usd.ts";
import type { FunctionEstimate } from "./function-estimate.ts";

/** The most that an estimate may come to. */
export interface EstimateLimit {
  readonly of: keyof typeof kinds;
  readonly max: number;
}

export type LimitCheck =
  | { readonly kind: "within" }
  /** `text`: `cost $7.20/month, above $5.00/month` */
  | { readonly kind: "over"; readonly text: string }
  /** A function that never ran has no cost to compare. */
  | { readonly kind: "unknown"; readonly text: string };

/** How limits are written, for messages and help. */
export const limitForms = "cost=5/month, cost=2.50/million, cold=800ms or memory=400MB";

const kinds = {
  "cost/month": {
    value: (estimate: FunctionEstimate) => estimate.monthly?.usd.value,
    text: (usd: number) => `cost ${formatUsd(usd)}/month`,
  },
  "cost/million": {
    value: (estimate: FunctionEstimate) => estimate.costUsdPerMillion?.value,
    text: (usd: number) => `cost ${formatUsd(usd)}/million`,
  },
  cold: {
    value: (estimate: FunctionEstimate) => estimate.coldStartMs.value,
    text: (ms: number) => `cold start ${ms.toFixed(0)} ms`,
  },
  memory: {
    value: (estimate: FunctionEstimate) => estimate.peakMemoryMb?.value,
    text: (mb: number) => `memory ${mb} MB`,
  },
};

/**
 * Reads `cost=5/month,cold=800ms`: dollars before the free tier, milliseconds or seconds, MB. A part that can't be read is
 * returned as `wrong`.
 */
export function parseLimits(text: string): { limits: EstimateLimit[] } | { wrong: string } {
  const limits: EstimateLimit[] = [];
  for (const part of text.split(",").map((each) => each.trim())) {
    const [, cost, per] = /^cost=\$?(\d+(?:\.\d+)?)\/(month|million)$/.exec(part) ?? [];
    const [, cold, unit] = /^cold=(\d+(?:\.\d+)?)(ms|s)$/.exec(part) ?? [];
    const [, memory] = /^memory=(\d+)MB$/i.exec(part) ?? [];
    if (cost !== undefined) limits.push({ of: per === "month" ? "cost/month" : "cost/million", max: Number(cost) });
    else if (cold !== undefined) limits.push({ of: "cold", max: Number(cold) * (unit === "s" ? 1000 : 1) });
    else if (memory !== undefined) limits.push({ of: "memory", max: Number(memory) });
    else return { wrong: part };
  }
  return { limits };
}

export function checkLimit({ of, max }: EstimateLimit, estimate: FunctionEstimate): LimitCheck {
  const value = kinds[of].value(estimate);
  const maxText = kinds[of].text(max);
  if (value === undefined) return { kind: "unknown", text: maxText };
  if (value <= max) return { kind: "within" };
  return { kind: "over", text: `${kinds[of].text(value)}, above ${maxText.slice(maxText.search(/[$\d]/))}` };
}
