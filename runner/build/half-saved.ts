import { stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/** A file's times come from a clock that ticks so slowly, and lie behind by up to a tick. */
export const clockTickMs = 4;

/** What was emptied a moment ago is mostly written at once. */
const otherHalfMs = 50;

/**
 * Whether a build may have read a file in the middle of its being saved: one that was written after the build began, or
 * one that is empty since a moment ago. Resolves when the other half should be there.
 *
 * @param since Unix time in ms at which the build began, or a tick before that
 */
export async function wereHalfSaved(files: Iterable<string>, since: number, signal: AbortSignal): Promise<boolean> {
  const stats = (await Promise.all(Array.from(files, (file) => stat(file).catch(() => undefined)))).filter(
    (found) => found !== undefined,
  );
  if (stats.some(({ size, mtimeMs }) => size === 0 && Date.now() - mtimeMs < otherHalfMs)) {
    await wait(otherHalfMs, undefined, { signal }).catch(() => undefined);
    return true;
  }
  return stats.some(({ ctimeMs }) => Math.floor(ctimeMs) > since);
}
