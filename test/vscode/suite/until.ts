import { setTimeout as delay } from "node:timers/promises";

/** How long anything may take on a slow machine, in ms. Less than a test may. */
const patienceMs = 60_000;

/**
 * Waits until `look` finds something: neither undefined nor false.
 *
 * @throws Error that says what did not come; with what `look` threw at last, if it did
 */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | PromiseLike<T | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    let cause: unknown;
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > deadline) {
      const last = cause instanceof Error ? `: ${cause.message}` : "";
      throw new Error(`Waited in vain for ${what}${last}`, { cause });
    }
    await delay(50);
  }
}
