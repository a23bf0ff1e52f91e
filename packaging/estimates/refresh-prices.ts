/**
 * Brings the regions of `runner/model/prices.json` up to date with AWS's price list, and says what changed:
 *
 *     node packaging/estimates/refresh-prices.ts https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AWSLambda/current/index.json
 *
 * A path works as well as an address. Tiers and the free tier change more seldom: compare them with
 * https://aws.amazon.com/lambda/pricing/ by hand. A price that the list lacks stays as it is.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readPlace } from "./read-place.ts";
import { regionPrices, type PriceOffer, type RegionPrices } from "./price-offer.ts";

const [place] = process.argv.slice(2);
if (place === undefined) throw new Error("Name the price list: a path, or the address in this script.");
const offer = JSON.parse(await readPlace(place)) as PriceOffer;
const file = join(import.meta.dirname, "../../runner/model/prices.json");
const text = readFileSync(file, "utf8");
const { regions } = JSON.parse(text) as { regions: Record<string, Record<keyof RegionPrices, number | null>> };
for (const [region, prices] of regionPrices(offer)) {
  for (const [name, usd] of Object.entries(prices) as [keyof RegionPrices, number][]) {
    const was = regions[region]?.[name];
    if (was !== usd) process.stdout.write(`${region} ${name}: ${was ?? "not known"} → ${usd}\n`);
    regions[region] = { ...regions[region], [name]: usd } as Record<keyof RegionPrices, number | null>;
  }
}
const lines = Object.entries(regions)
  .sort(([a], [b]) => a.localeCompare(b))
  .map(
    ([region, prices]) =>
      `    "${region}": { ${Object.entries(prices)
        .map(([name, usd]) => `"${name}": ${decimal(usd)}`)
        .join(", ")} }`,
  );
const start = text.indexOf('  "regions": {');
const dated = text
  .slice(0, start)
  .replace(/"published": "[^"]*"/, `"published": "${offer.publicationDate.slice(0, 10)}"`);
writeFileSync(file, `${dated}  "regions": {\n${lines.join(",\n")}\n  }\n}\n`);

/** Without an exponent, as prices are printed. */
function decimal(value: number | null): string {
  return value === null ? "null" : value.toFixed(12).replace(/\.?0+$/, "");
}
