import { performance } from "node:perf_hooks";

export interface SpareGateActions {
  /** Brings what the function's code is now to where it runs. */
  readonly fill: () => Promise<void>;
  /** Lets it go on. */
  readonly open: () => void;
}

/** Where a spare waits: it arrives, then it is released or comes to its end. */
export class SpareGate {
  readonly #actions: SpareGateActions;
  readonly #arrival = Promise.withResolvers<number | undefined>();
  #released: Promise<void> | undefined;
  #hasEnded = false;

  constructor(actions: SpareGateActions) {
    this.#actions = actions;
  }

  /** As {@link Sandbox.atGate}. */
  get arrival(): Promise<number | undefined> {
    return this.#arrival.promise;
  }

  arrived(): void {
    this.#arrival.resolve(performance.now());
  }

  /** Its sandbox is gone, or about to go: there is nobody to release any more. */
  ended(): void {
    this.#hasEnded = true;
    this.#arrival.resolve(undefined);
  }

  /** As {@link Sandbox.release}. Throws what `fill` throws. */
  release(): Promise<void> {
    this.#released ??= this.#release();
    return this.#released;
  }

  async #release(): Promise<void> {
    this.#arrival.resolve(undefined);
    if (this.#hasEnded) return;
    try {
      await this.#actions.fill();
    } catch (error) {
      if (this.#wasEndedMeanwhile()) return;
      throw error;
    }
    if (!this.#wasEndedMeanwhile()) this.#actions.open();
  }

  #wasEndedMeanwhile(): boolean {
    return this.#hasEnded;
  }
}
