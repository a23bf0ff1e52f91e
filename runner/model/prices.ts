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

interface Prices {
  readonly x86GbS: number;
  readonly armGbS: number;
  readonly perMillionRequests: number;
  readonly storageGbS: number;
}

const standIn: Prices = data.regions["us-east-1"];
const regions = new Map<string, { readonly [Price in keyof Prices]: number | null }>(Object.entries(data.regions));

/** Regions of which at least one price is known, in alphabetical order. */
export const pricedRegions: readonly string[] = [...regions.keys()];

/**
 * What AWS charges for one invocation: a request, and GB-seconds of memory and of `/tmp` above its free part, where a
 * GB is 1024 MB.
 */
export function invocationCost(usage: BilledUsage): InvocationCost {
  const own = regions.get(usage.region);
  const storageMb = Math.max(0, usage.ephemeralStorageMb - data.freeStorageMb);
  const used = {
    request: "perMillionRequests",
    compute: usage.architecture === "arm64" ? "armGbS" : "x86GbS",
    storage: "storageGbS",
  } as const;
  const priceOf = (price: keyof Prices): number => own?.[price] ?? standIn[price];
  const gbS = (memoryMb: number): number => (memoryMb / 1024) * (usage.billedMs / 1000);
  const requestUsd = priceOf(used.request) / 1_000_000;
  const computeUsd = gbS(usage.memoryMb) * priceOf(used.compute);
  const storageUsd = gbS(storageMb) * priceOf(used.storage);
  const counted = [used.request, used.compute, ...(storageMb > 0 ? [used.storage] : [])];
  return {
    requestUsd,
    computeUsd,
    storageUsd,
    totalUsd: requestUsd + computeUsd + storageUsd,
    isAssumed: counted.some((price) => (own?.[price] ?? null) === null),
  };
}

/** What a million invocations like this one cost, in US dollars. */
export function costUsdPerMillion(usage: BilledUsage): number {
  return invocationCost(usage).totalUsd * 1_000_000;
}
