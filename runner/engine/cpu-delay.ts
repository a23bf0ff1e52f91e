import { readFileSync } from "node:fs";

/**
 * How long threads of this machine have been ready to run and had no CPU: the second field of `/proc/<tid>/schedstat`,
 * in ns. Zero where the kernel doesn't keep it. A thread that ends takes its figure along, so what was read of it last
 * is kept: whoever measures threads that come and go reads often.
 */
export class CpuDelay {
  readonly #delayOf: (thread: string) => number | undefined;
  /** In ms, of those that were there at the last reading. */
  #known = new Map<string, number>();
  #endedMs = 0;

  /** @param delayOf ms of one thread; undefined for one that has ended */
  constructor(delayOf: (thread: string) => number | undefined = threadDelayMs) {
    this.#delayOf = delayOf;
  }

  /**
   * @param threads ids as the kernel knows them, of any process: all that live now
   * @returns ms of all of them together, and of those that have ended
   */
  read(threads: readonly string[]): number {
    const now = new Map<string, number>();
    for (const thread of threads) {
      const ms = this.#delayOf(thread);
      if (ms !== undefined) now.set(thread, ms);
    }
    for (const [thread, ms] of this.#known) {
      // Less than before: another thread has the id now.
      if ((now.get(thread) ?? -1) < ms) this.#endedMs += ms;
    }
    this.#known = now;
    return [...now.values()].reduce((total, ms) => total + ms, this.#endedMs);
  }
}

/** Synchronous: the kernel answers from memory. */
function threadDelayMs(thread: string): number | undefined {
  try {
    return Number(readFileSync(`/proc/${thread}/schedstat`, "utf8").split(" ")[1] ?? 0) / 1e6;
  } catch {
    return undefined;
  }
}
