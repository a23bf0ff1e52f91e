import assert from "node:assert/strict";
import { test } from "node:test";
import { regionPrices, type PriceOffer } from "../packaging/estimates/price-offer.ts";

const term = (...tiers: readonly (readonly [beginRange: string, usd: string])[]) => ({
  term: {
    priceDimensions: Object.fromEntries(
      tiers.map(([beginRange, USD], index) => [String(index), { beginRange, pricePerUnit: { USD } }]),
    ),
  },
});

const offer: PriceOffer = {
  publicationDate: "2026-09-19T00:00:00Z",
  products: {
    A: { attributes: { group: "AWS-Lambda-Duration", regionCode: "eu-west-1" } },
    B: { attributes: { group: "AWS-Lambda-Requests", regionCode: "eu-west-1" } },
    C: { attributes: { group: "AWS-Lambda-Duration-ARM", regionCode: "us-east-1" } },
    D: { attributes: { group: "AWS-Lambda-Edge-Duration", regionCode: "us-east-1" } },
    E: { attributes: { group: "AWS-Lambda-Duration", regionCode: "us-east-1" } },
  },
  terms: {
    OnDemand: {
      A: term(["15000000000", "0.0000133334"], ["0", "0.0000166667"], ["6000000000", "0.0000150000"]),
      B: term(["0", "0.0000002000"]),
      C: term(["0", "0.0000133334"]),
      D: term(["0", "0.00000625"]),
      E: term(["0", "0.0000000000"]),
    },
  },
};

test("reads the first tier of each price, by region, and leaves out what is free or of another service", () => {
  assert.deepEqual(Object.fromEntries(regionPrices(offer)), {
    "eu-west-1": { x86GbS: 0.0000166667, perMillionRequests: 0.2 },
    "us-east-1": { armGbS: 0.0000133334 },
  });
});
