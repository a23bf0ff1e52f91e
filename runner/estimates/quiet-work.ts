import { Failure } from "../model/failure.ts";

/** Gives up when the signal aborts, and does not reject then. */
export type Work = (signal: AbortSignal) => Promise<void>;

export interface QuietWorkOptions {
  /** Somebody is being served. */
  readonly isBusy: () => boolean;
  readonly onBug: (error: unknown) => void;
  /** For how long nothing must have happened. */
  readonly quietMs?: number;
}

interface Running {
  readonly key: string;
  readonly work: Work;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/**
 * Does work that nobody waits for, one piece at a time, while nothing else happens. What is disturbed is given up, and begun
 * anew once it is quiet again.
 */
export class QuietWork {
  readonly #options: QuietWorkOptions;
  /** Oldest first. */
  readonly #pending = new Map<string, Work>();
  #running: Running | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor(options: QuietWorkOptions) {
    this.#options = options;
  }

  /** The newest work of a key counts: what is there of it, begun or not, is given up. */
  add(key: string, work: Work): void {
    if (this.#isDisposed) return;
    this.#pending.delete(key);
    this.#pending.set(key, work);
    if (this.#running?.key === key) this.#running.abort.abort(givenUp());
    this.#timer ??= this.#later();
  }

  /** Something happens that must not be held up. */
  disturb(): void {
    if (this.#isDisposed) return;
    const { key, work, abort } = this.#running ?? {};
    if (key !== undefined && work && !abort?.signal.aborted) {
      if (!this.#pending.has(key)) this.#pending.set(key, work);
      abort?.abort(givenUp());
    }
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = this.#later();
  }

  /** Resolves when nothing runs any more. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    this.#pending.clear();
    this.#running?.abort.abort(givenUp());
    await this.#running?.ended;
  }

  #later(): NodeJS.Timeout {
    return setTimeout(() => this.#look(), this.#options.quietMs ?? 1000).unref();
  }

  #look(): void {
    this.#timer = undefined;
    // It looks again itself when it ends.
    if (this.#running) return;
    const [next] = this.#pending;
    if (!next) return;
    if (this.#options.isBusy()) {
      this.#timer = this.#later();
      return;
    }
    const [key, work] = next;
    this.#pending.delete(key);
    const abort = new AbortController();
    this.#running = { key, work, abort, ended: this.#run(work, abort.signal) };
  }

  async #run(work: Work, signal: AbortSignal): Promise<void> {
    try {
      await work(signal);
    } catch (error) {
      this.#options.onBug(error);
    }
    this.#running = undefined;
    if (this.#isDisposed) return;
    // What was not disturbed need not wait again.
    if (signal.aborted) this.#timer ??= this.#later();
    else this.#look();
  }
}

function givenUp(): Failure {
  return new Failure("cancelled", "The measurement was given up, as something else has to be done.");
}
