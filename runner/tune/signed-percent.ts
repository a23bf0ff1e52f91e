/** `+6 %` of 0.06, `−4 %` of -0.04. */
export function signedPercent(share: number): string {
  const rounded = Math.round(share * 100);
  const sign = rounded > 0 ? "+" : rounded < 0 ? "−" : "";
  return `${sign}${Math.abs(rounded)} %`;
}
