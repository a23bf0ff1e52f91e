import timers from "node:timers/promises";

/** Who is ready is called at once, as a rule, and a first call is over by then. */
const firstCallMs = 100;

/** What takes longer to get ready is held up less by other work. */
const longestMs = 1000;

/**
 * Resolves when what can wait is in nobody's way: a moment after something is ready, after a second at the latest, and
 * at once when the signal aborts. Never rejects.
 */
export async function quietMoment(ready: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const options = { signal, ref: false };
  try {
    await Promise.race([ready, timers.setTimeout(longestMs, undefined, options)]);
    await timers.setTimeout(firstCallMs, undefined, options);
  } catch {
    // Nobody is in a hurry any more.
  }
}
