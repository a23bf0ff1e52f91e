/** `$2.31`; below a dollar two digits that mean something, however small: `$0.20`, `$0.0000021`. */
export function formatUsd(usd: number): string {
  if (usd === 0) return "$0";
  const isSmall = Number(usd.toPrecision(2)) < 1;
  return `$${(isSmall ? small : large).format(usd)}`;
}

/** `$2.31 per million`, of what a million costs. */
export function formatUsdPerMillion(usdPerMillion: number): string {
  return `${formatUsd(usdPerMillion)} per million`;
}

const small = new Intl.NumberFormat("en-US", { minimumSignificantDigits: 2, maximumSignificantDigits: 2 });
const large = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
