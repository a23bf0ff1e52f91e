import type { Architecture } from "./function.ts";
import data from "./prices.json" with { type: "json" };

/** What one invocation used, as its REPORT line and its function's settings tell it. */
export interface BilledUsage {
  /** Billed Duration, in whole ms. */
  readonly billedMs: number;
  /** Memory Size. */
  readonly memoryMb: number;
  readonly architecture: Architecture;
  /** Size of `/tmp`; the first 512 MB are free. */
  readonly ephemeralStorageMb: number;
  /** `eu-west-1` */
  readonly region: string;
}

/** In US dollars, at the first tier's price, before the free tier. */
export interface InvocationCost {
  readonly requestUsd: number;
  readonly computeUsd: number;
  readonly storageUsd: number;
  readonly totalUsd: number;
  /** A price of the region is not known, and that of us-east-1 stands in for it. */
  readonly isAssumed: boolean;
}

/** When AWS published the prices: an ISO day. */
export const priceListDate = data.published;

/** Where the prices come from. */
export const pricesSource = data.source;

/** In US dollars per GB-second unless the name says otherwise; the first tier where there are tiers. */
interface Prices {
  readonly x86GbS: number;
  readonly armGbS: number;
  readonly perMillionRequests: number;
  readonly storageGbS: number;
  readonly provisionedX86GbS: number;
  readonly provisionedArmGbS: number;
  /** Of calls that a provisioned environment serves. */
  readonly provisionedDurationX86GbS: number;
  readonly provisionedDurationArmGbS: number;
}

export type PriceName = keyof Prices;

const standIn: Prices = data.regions["us-east-1"];
const regions = new Map<string, { readonly [Price in PriceName]?: number | null }>(Object.entries(data.regions));

/** Where arm64's price of a region is not known, x86_64's tells more than that of another region. */
const x86Of: Partial<Record<PriceName, PriceName>> = {
  provisionedArmGbS: "provisionedX86GbS",
  provisionedDurationArmGbS: "provisionedDurationX86GbS",
};

/** Regions of which at least one price is known, in alphabetical order. */
export const pricedRegions: readonly string[] = [...regions.keys()];

/** What AWS gives each account every month; provisioned concurrency has no part in it. */
export const freeTier = data.freeTierPerMonth;

/** `/tmp` up to this size costs nothing, in MB. */
export const freeStorageMb = data.freeStorageMb;

/**
 * What a month's GB-seconds of one architecture cost where they get cheaper, at the prices of us-east-1, which most
 * regions share. Others are taken to get cheaper at the same points and by the same shares.
 */
export const durationTiers = data.durationTiers;

export interface Price {
  readonly usd: number;
  /** The region's own price is not known: the price is derived from another one. */
  readonly isAssumed: boolean;
}

/** A region's price; else what its price for x86_64 lets expect; else that of us-east-1. */
export function priceOf(region: string, name: PriceName): Price {
  const own = regions.get(region);
  const usd = own?.[name] ?? undefined;
  if (usd !== undefined) return { usd, isAssumed: false };
  const x86 = x86Of[name];
  const x86Usd = x86 === undefined ? undefined : (own?.[x86] ?? undefined);
  if (x86 === undefined || x86Usd === undefined) return { usd: standIn[name], isAssumed: true };
  return { usd: (x86Usd * standIn[name]) / standIn[x86], isAssumed: true };
}

/**
 * What AWS charges for one invocation: a request, and GB-seconds of memory and of `/tmp` above its free part, where a
 * GB is 1024 MB.
 */
export function invocationCost(usage: BilledUsage): InvocationCost {
  const storageMb = Math.max(0, usage.ephemeralStorageMb - freeStorageMb);
  const request = priceOf(usage.region, "perMillionRequests");
  const compute = priceOf(usage.region, usage.architecture === "arm64" ? "armGbS" : "x86GbS");
  const storage = priceOf(usage.region, "storageGbS");
  const gbS = (memoryMb: number): number => (memoryMb / 1024) * (usage.billedMs / 1000);
  const requestUsd = request.usd / 1_000_000;
  const computeUsd = gbS(usage.memoryMb) * compute.usd;
  const storageUsd = gbS(storageMb) * storage.usd;
  return {
    requestUsd,
    computeUsd,
    storageUsd,
    totalUsd: requestUsd + computeUsd + storageUsd,
    isAssumed: request.isAssumed || compute.isAssumed || (storageMb > 0 && storage.isAssumed),
  };
}

/** What a million invocations like this one cost, in US dollars. */
export function costUsdPerMillion(usage: BilledUsage): number {
  return invocationCost(usage).totalUsd * 1_000_000;
}
