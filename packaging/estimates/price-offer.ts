import type { PriceName } from "../../runner/model/prices.ts";

/** The part of AWS's offer file that is read: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html */
export interface PriceOffer {
  readonly publicationDate: string;
  readonly products: Readonly<
    Record<string, { readonly attributes: { readonly group?: string; readonly regionCode?: string } }>
  >;
  readonly terms: {
    readonly OnDemand: Readonly<Record<string, Readonly<Record<string, OfferTerm>>>>;
  };
}

interface OfferTerm {
  readonly priceDimensions: Readonly<
    Record<string, { readonly beginRange?: string; readonly pricePerUnit: { readonly USD?: string } }>
  >;
}

/** What `prices.json` calls the groups of the offer. */
const groups: Readonly<Record<string, PriceName>> = {
  "AWS-Lambda-Duration": "x86GbS",
  "AWS-Lambda-Duration-ARM": "armGbS",
  "AWS-Lambda-Requests": "perMillionRequests",
  "AWS-Lambda-Storage-Duration": "storageGbS",
  "AWS-Lambda-Provisioned-Concurrency": "provisionedX86GbS",
  "AWS-Lambda-Provisioned-Concurrency-ARM": "provisionedArmGbS",
  "AWS-Lambda-Duration-Provisioned": "provisionedDurationX86GbS",
  "AWS-Lambda-Duration-Provisioned-ARM": "provisionedDurationArmGbS",
};

export type RegionPrices = Partial<Record<PriceName, number>>;

/** First-tier prices by region, in US dollars; of requests per million. The free tier has offers of its own, at nothing. */
export function regionPrices(offer: PriceOffer): Map<string, RegionPrices> {
  const regions = new Map<string, RegionPrices>();
  for (const [sku, { attributes }] of Object.entries(offer.products)) {
    const name = groups[attributes.group ?? ""];
    const usd = firstTierUsd(Object.values(offer.terms.OnDemand[sku] ?? {}));
    if (name === undefined || attributes.regionCode === undefined || usd === undefined) continue;
    const region = regions.get(attributes.regionCode) ?? {};
    region[name] = name === "perMillionRequests" ? Number((usd * 1e6).toPrecision(10)) : usd;
    regions.set(attributes.regionCode, region);
  }
  return regions;
}

function firstTierUsd(terms: readonly OfferTerm[]): number | undefined {
  const first = terms
    .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
    .map(({ beginRange = "0", pricePerUnit }) => ({ from: Number(beginRange), usd: Number(pricePerUnit.USD) }))
    .filter(({ usd }) => usd > 0)
    .toSorted((a, b) => a.from - b.from)[0];
  return first?.usd;
}
