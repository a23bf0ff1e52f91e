export { formatMs as milliseconds } from "../runner/model/format-ms.ts";

/** `14:03:22` of a Unix time in ms, in the person's own time zone. */
export function clockTime(timeMs: number): string {
  return new Date(timeMs).toTimeString().slice(0, 8);
}
