import type { BillLine } from "../../../runner/model/estimate/monthly-bill.ts";
import { formatUsd } from "../../../runner/model/format-usd.ts";

/** The lines of a month's bill: what of, how much of it, and at what price. */
export function billRows(lines: readonly BillLine[]): string[][] {
  return lines.map((line) => [names[line.of], formatUsd(line.usd), calculation(line)]);
}

const names: Readonly<Record<BillLine["of"], string>> = {
  requests: "requests",
  compute: "compute",
  storage: "/tmp above 512 MB",
  provisioned: "environments kept ready",
  "provisioned compute": "compute in them",
};

/** `30,500 GB-seconds (memory × time billed) × $0.0000166667` */
function calculation({ of, quantity, unitPriceUsd, usd, isAssumed }: BillLine): string {
  const isRequests = of === "requests";
  const what = isRequests
    ? `${integer.format(quantity)} × ${priceText(unitPriceUsd)} per million`
    : `${amount(quantity)} GB-seconds${explanation(of)} × ${priceText(unitPriceUsd)}`;
  const product = (quantity * unitPriceUsd) / (isRequests ? 1_000_000 : 1);
  const tiers = product - usd > product / 1000 ? ", less for what is above the first tier" : "";
  return `${what}${tiers}${isAssumed ? ", a price assumed for this region" : ""}`;
}

function explanation(of: BillLine["of"]): string {
  if (of === "provisioned") return " (memory × time kept ready)";
  return of === "storage" ? " (size × time billed)" : " (memory × time billed)";
}

/** All digits that a price has: `$0.0000166667`. */
export function priceText(usd: number): string {
  const digits = usd.toFixed(10).replace(/0+$/, "");
  return `$${/\.\d{2}/.test(digits) ? digits : usd.toFixed(2)}`;
}

function amount(gbSeconds: number): string {
  return (gbSeconds >= 100 ? integer : threeDigits).format(gbSeconds);
}

const integer = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const threeDigits = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
