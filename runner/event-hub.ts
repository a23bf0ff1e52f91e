import type { RunnerEvent } from "./control/protocol.ts";

/** Hands every event to everybody who listens, in the order they came. */
export class EventHub {
  readonly #listeners = new Set<(event: RunnerEvent) => void>();

  publish(event: RunnerEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Returns what ends the subscription. */
  subscribe(listener: (event: RunnerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
