/** For a client that comes back at once, such as a window that is loaded again. */
const graceMs = 5_000;

/** Whoever starts a runner to hold it does so as soon as it is ready. */
const firstMs = 60_000;

/** Tells when nobody holds a runner any more, or nobody ever did. */
export class WhileUsed {
  readonly #onUnused: () => void;
  #holders = 0;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  /** @param onUnused called once at most */
  constructor(onUnused: () => void) {
    this.#onUnused = onUnused;
    this.#wait(firstMs);
  }

  /** Somebody needs the runner until the returned function is called. */
  hold(): () => void {
    this.#holders++;
    clearTimeout(this.#timer);
    return () => {
      this.#holders--;
      if (this.#holders === 0) this.#wait(graceMs);
    };
  }

  /** Tells nothing any more. */
  dispose(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #wait(ms: number): void {
    if (this.#isOver) return;
    this.#timer = setTimeout(() => {
      this.dispose();
      this.#onUnused();
    }, ms);
  }
}
