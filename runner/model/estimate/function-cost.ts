import { costUsdPerMillion, priceListDate } from "../prices.ts";
import { durationAt } from "./duration-curve.ts";
import type { EstimateInput } from "./estimate-input.ts";
import { computed, type Figure } from "./figure.ts";
import { monthlyBill, secondsPerMonth, type MonthlyBill, type MonthlyUse } from "./monthly-bill.ts";
import { mean, runsText } from "./percentiles.ts";
import type { BuildRuns } from "./run.ts";

export interface FunctionCost {
  /** What a warm call takes with the function's memory, which on AWS decides how much CPU there is. */
  readonly billedMs: Figure;
  /** Before the free tier, cold starts at their share, provisioned concurrency left out. */
  readonly costUsdPerMillion: Figure;
  readonly monthly: {
    readonly usd: Figure;
    readonly afterFreeTierUsd: Figure;
    /** For the bill of several functions, which is not the sum of theirs: see `monthlyBill`. */
    readonly use: MonthlyUse;
    readonly bill: MonthlyBill;
  };
}

/** What a function costs, by the runs of a build and an init phase of so many ms. */
export function functionCost(input: EstimateInput, { runs }: BuildRuns, initMs: number): FunctionCost {
  const { fn, region, traffic } = input;
  const callMs = billedMsAt(runs, fn.memoryMb);
  const use = monthlyUse(input, callMs, initMs);
  const bill = monthlyBill([use], { withFreeTier: false });
  const free = monthlyBill([use], { withFreeTier: true });
  const assumed = bill.isAssumed ? ", of which some are not known and assumed to be those of us-east-1" : "";
  const from = `${callMs.toFixed(callMs < 10 ? 1 : 0)} ms a call at ${fn.memoryMb} MB, ${coldText(use, traffic.coldShare, initMs)}; prices of ${region} (${priceListDate}${assumed})`;
  return {
    billedMs: computed(
      callMs,
      `By ${runsText(runs.length)}: waiting, and CPU time under the share of CPU that ${fn.memoryMb} MB come with.`,
    ),
    costUsdPerMillion: computed(millionUsd(input, fn.memoryMb, callMs, initMs), `${from}.`),
    monthly: {
      usd: computed(bill.usd, `${from}; ${integer.format(traffic.callsPerMonth)} calls a month.`),
      afterFreeTierUsd: computed(free.usd, "The same, if this function had the account's free tier to itself."),
      use,
      bill,
    },
  };
}

/** Made once: it takes longer to make than to use, and estimates are made by the hundred. */
const integer = new Intl.NumberFormat("en-US", { maximumFractionDigits: 3 });

/** What a million calls cost with another memory size, by the same runs. In US dollars, at the first tier's price. */
export function costUsdPerMillionAt(
  input: EstimateInput,
  { runs }: BuildRuns,
  initMs: number,
  memoryMb: number,
): number {
  return millionUsd(input, memoryMb, billedMsAt(runs, memoryMb), initMs);
}

function millionUsd({ fn, region, traffic }: EstimateInput, memoryMb: number, callMs: number, initMs: number): number {
  const { architecture, ephemeralStorageMb } = fn;
  // Init has the same CPU at any size, but is paid for by size.
  const billedMs = callMs + traffic.coldShare * initMs;
  return costUsdPerMillion({ billedMs, memoryMb, architecture, ephemeralStorageMb, region });
}

/**
 * What a call is billed, on the average over runs: the mean, not the median, as the rare long call is paid for, too. Runs
 * that began with an init phase count where there are no others.
 */
export function billedMsAt(runs: BuildRuns["runs"], memoryMb: number): number {
  const reports = runs.map(({ report }) => report);
  const warm = reports.filter(({ initMs }) => initMs === undefined);
  return mean((warm.length > 0 ? warm : reports).map((report) => Math.ceil(durationAt([report], memoryMb) ?? 0)));
}

/** With provisioned concurrency, all calls are taken to find an environment that is kept ready. */
function monthlyUse({ fn, region, traffic }: EstimateInput, callMs: number, initMs: number): MonthlyUse {
  const { architecture, memoryMb, ephemeralStorageMb, provisionedConcurrency: environments = 0 } = fn;
  const settings = { region, architecture, memoryMb, ephemeralStorageMb };
  const { callsPerMonth: requests, coldShare } = traffic;
  if (environments === 0) return { ...settings, requests, billedMs: requests * (callMs + coldShare * initMs) };
  const provisioned = { environments, seconds: secondsPerMonth };
  return { ...settings, requests, billedMs: requests * callMs, provisioned };
}

function coldText({ provisioned }: MonthlyUse, coldShare: number, initMs: number): string {
  if (provisioned) return `${provisioned.environments} environments kept ready all month`;
  return `${(coldShare * 100).toFixed(coldShare < 0.01 ? 1 : 0)} % of calls with ${initMs.toFixed(0)} ms of init`;
}
