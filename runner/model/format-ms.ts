/** `0.84 ms`, `24 ms`, `1.53 s`, `1234 s`: three digits as a rule, as people say it. */
export function formatMs(ms: number): string {
  if (ms < 10) return `${trimmed(ms.toFixed(2))} ms`;
  if (ms < 999.5) return `${ms.toFixed(0)} ms`;
  const s = ms / 1000;
  return `${s < 1000 ? trimmed(s.toPrecision(3)) : s.toFixed(0)} s`;
}

function trimmed(number: string): string {
  return number.includes(".") ? number.replace(/\.?0+$/, "") : number;
}
