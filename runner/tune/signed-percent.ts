/** `+6 %`, of 0.06. */
export function signedPercent(share: number): string {
  return `${share > 0 ? "+" : ""}${(share * 100).toFixed(0)} %`;
}
