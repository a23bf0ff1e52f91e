import type { Architecture } from "../function.ts";
import { durationTiers, freeStorageMb, freeTier, priceOf, type PriceName } from "../prices.ts";

/** What one function uses in a month. */
export interface MonthlyUse {
  readonly region: string;
  readonly architecture: Architecture;
  readonly memoryMb: number;
  readonly ephemeralStorageMb: number;
  readonly requests: number;
  /** Of all calls together, init included, each rounded up to the next millisecond. */
  readonly billedMs: number;
  /** Calls are served by environments that are kept ready: they cost while they wait, and calls cost less. */
  readonly provisioned?: {
    readonly environments: number;
    /** How long they are configured in the month. */
    readonly seconds: number;
  };
}

/** One line of a bill; `usd` is quantity × price, after what the tiers change. */
export interface BillLine {
  readonly of: "requests" | "compute" | "storage" | "provisioned" | "provisioned compute";
  readonly architecture: Architecture;
  readonly region: string;
  /** Requests, or GB-seconds. */
  readonly quantity: number;
  /** Per million requests, or per GB-second: the first tier's. */
  readonly unitPriceUsd: number;
  readonly usd: number;
  readonly isAssumed: boolean;
}

export interface MonthlyBill {
  readonly lines: readonly BillLine[];
  readonly usd: number;
  readonly isAssumed: boolean;
}

/** The seconds of a month as AWS's own calculator counts them: 730 hours. */
export const secondsPerMonth = 730 * 3600;

/** Provisioned concurrency is billed in steps of five minutes. */
const provisionedStepS = 300;

/**
 * The bill of an account that has these functions and nothing else: tiers and the free tier are the account's, so that
 * a sum of bills is not the bill of a sum. The free GB-seconds go to both architectures in proportion to what they use.
 */
export function monthlyBill(uses: readonly MonthlyUse[], options: { readonly withFreeTier: boolean }): MonthlyBill {
  const items = uses.flatMap(itemsOf);
  const freeShare = (of: Item["of"], free: number): number => {
    const used = items.filter((item) => item.of === of).reduce((sum, { quantity }) => sum + quantity, 0);
    return options.withFreeTier && used > 0 ? Math.min(1, free / used) : 0;
  };
  const free = {
    requests: freeShare("requests", freeTier.requests),
    compute: freeShare("compute", freeTier.gbSeconds),
  };
  const groups = Map.groupBy(items, ({ of, region, architecture }) => `${of} ${region} ${architecture}`);
  const lines = [...groups.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return [];
    const used = rest.reduce((sum, { quantity }) => sum + quantity, first.quantity);
    const quantity = used * (1 - (first.of === "requests" || first.of === "compute" ? free[first.of] : 0));
    return [lineOf({ ...first, quantity })];
  });
  return {
    lines,
    usd: lines.reduce((sum, { usd }) => sum + usd, 0),
    isAssumed: lines.some(({ isAssumed }) => isAssumed),
  };
}

/** What a function's environments that are kept ready cost in a month in which nobody calls it. */
export function idleBill(
  fn: Pick<MonthlyUse, "architecture" | "memoryMb" | "ephemeralStorageMb"> & {
    readonly provisionedConcurrency?: number;
  },
  region: string,
): MonthlyBill {
  const { architecture, memoryMb, ephemeralStorageMb, provisionedConcurrency: environments = 0 } = fn;
  const provisioned = { environments, seconds: secondsPerMonth };
  const idle = { region, architecture, memoryMb, ephemeralStorageMb, requests: 0, billedMs: 0 };
  return monthlyBill([environments === 0 ? idle : { ...idle, provisioned }], { withFreeTier: false });
}

type Item = Pick<BillLine, "of" | "architecture" | "region" | "quantity">;

function itemsOf(use: MonthlyUse): Item[] {
  const { region, architecture, provisioned } = use;
  const seconds = use.billedMs / 1000;
  const gb = use.memoryMb / 1024;
  const storageGb = Math.max(0, use.ephemeralStorageMb - freeStorageMb) / 1024;
  const items: Item[] = [
    { of: "requests", region, architecture, quantity: use.requests },
    { of: provisioned ? "provisioned compute" : "compute", region, architecture, quantity: seconds * gb },
  ];
  if (provisioned) {
    const configuredS = Math.ceil(provisioned.seconds / provisionedStepS) * provisionedStepS;
    items.push({ of: "provisioned", region, architecture, quantity: provisioned.environments * configuredS * gb });
  }
  if (storageGb > 0) items.push({ of: "storage", region, architecture, quantity: seconds * storageGb });
  return items;
}

function lineOf(item: Item): BillLine {
  const { usd: unitPriceUsd, isAssumed } = priceOf(item.region, priceName(item));
  if (item.of === "compute") return { ...item, unitPriceUsd, ...tieredUsd(item, unitPriceUsd, isAssumed) };
  const usd = (item.quantity * unitPriceUsd) / (item.of === "requests" ? 1_000_000 : 1);
  return { ...item, unitPriceUsd, usd, isAssumed: isAssumed && item.quantity > 0 };
}

function priceName({ of, architecture }: Item): PriceName {
  const isArm = architecture === "arm64";
  switch (of) {
    case "requests":
      return "perMillionRequests";
    case "storage":
      return "storageGbS";
    case "compute":
      return isArm ? "armGbS" : "x86GbS";
    case "provisioned":
      return isArm ? "provisionedArmGbS" : "provisionedX86GbS";
    case "provisioned compute":
      return isArm ? "provisionedDurationArmGbS" : "provisionedDurationX86GbS";
  }
}

/** @param firstUsd the region's price of a GB-second in the first tier */
function tieredUsd(
  { quantity, architecture }: Item,
  firstUsd: number,
  isAssumed: boolean,
): Pick<BillLine, "usd" | "isAssumed"> {
  const [first] = durationTiers[architecture];
  const isUsual = firstUsd === first?.usd;
  let from = 0;
  let usd = 0;
  for (const tier of durationTiers[architecture]) {
    const upTo = Math.min(quantity, tier.upToGbS ?? Infinity);
    usd += Math.max(0, upTo - from) * (isUsual ? tier.usd : (tier.usd / (first?.usd ?? tier.usd)) * firstUsd);
    from = upTo;
  }
  const isBeyondFirst = quantity > (first?.upToGbS ?? Infinity);
  return { usd, isAssumed: (isAssumed && quantity > 0) || (isBeyondFirst && !isUsual) };
}
