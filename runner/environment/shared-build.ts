import type { Prepared } from "./preparer.ts";

/** A build that many may wait for. It is stopped when the last of them has given up. */
export class SharedBuild {
  readonly #done: Promise<Prepared>;
  readonly #abort = new AbortController();
  #waiting = 0;
  #isOver = false;

  /** @param build its signal aborts when nobody waits any more */
  constructor(build: (signal: AbortSignal) => Promise<Prepared>) {
    const over = (): void => void (this.#isOver = true);
    this.#done = build(this.#abort.signal);
    // Everybody who waits gets the error; when nobody does any more, it is of no interest.
    this.#done.then(over, over);
  }

  /** Whoever comes now has to start another one. */
  get isAbandoned(): boolean {
    return this.#abort.signal.aborted;
  }

  /** @throws the signal's reason when it aborts, or what the build throws */
  async wait(signal: AbortSignal | undefined): Promise<Prepared> {
    const { promise: givenUp, reject } = Promise.withResolvers<never>();
    const giveUp = (): void => reject(signal?.reason as Error);
    signal?.addEventListener("abort", giveUp, { once: true });
    this.#waiting++;
    try {
      return await Promise.race([this.#done, givenUp]);
    } finally {
      signal?.removeEventListener("abort", giveUp);
      this.#waiting--;
      if (this.#waiting === 0 && !this.#isOver) this.#abort.abort();
    }
  }
}
