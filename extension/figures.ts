/** `0.84 ms`, `24 ms`, `1.53 s`: three digits at most, as people say it. */
export function milliseconds(ms: number): string {
  if (ms < 10) return `${trimmed(ms.toFixed(2))} ms`;
  if (ms < 1000) return `${ms.toFixed(0)} ms`;
  return `${trimmed((ms / 1000).toPrecision(3))} s`;
}

/** `14:03:22` of a Unix time in ms, in the person's own time zone. */
export function clockTime(timeMs: number): string {
  return new Date(timeMs).toTimeString().slice(0, 8);
}

function trimmed(number: string): string {
  return number.includes(".") ? number.replace(/\.?0+$/, "") : number;
}
