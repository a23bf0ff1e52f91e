import { stat } from "node:fs/promises";
import type { Change } from "../watch/change.ts";

/** A burst of more files than this was not saved by hand, and its newest file can be found among these as well. */
const maxAsked = 20;

/** A file whose time is older than this was moved here, or unpacked: its time says nothing of when it was saved. */
const plausibleMs = 2000;

/** File systems keep times by a coarse clock, which may be so far behind. */
const clockSlackMs = 10;

/** When the last file of a burst was saved, on the clock of `performance.now`: as the file says, else now. */
export async function savedAtMs(changes: readonly Change[]): Promise<number> {
  const times = await Promise.all(
    changes.slice(0, maxAsked).map(async ({ path }) => (await timesOf(path))?.mtimeMs ?? 0),
  );
  const agoMs = Date.now() - Math.max(0, ...times);
  return performance.now() - (agoMs >= 0 && agoMs < plausibleMs ? agoMs : 0);
}

/** Those of some files that have been written, replaced or renamed since the time given for each, in Unix time. */
export async function savedSince(files: ReadonlyMap<string, number>): Promise<string[]> {
  const entries = await Promise.all(
    [...files].map(async ([file, since]) => ({ file, since, at: await timesOf(file) })),
  );
  return entries.filter(({ since, at }) => (at?.ctimeMs ?? 0) >= since - clockSlackMs).map(({ file }) => file);
}

async function timesOf(path: string): Promise<{ readonly mtimeMs: number; readonly ctimeMs: number } | undefined> {
  return await stat(path).catch(() => undefined);
}
