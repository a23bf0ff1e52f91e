import { performance } from "node:perf_hooks";

/** No further chunk for so long counts as "all has arrived". */
const quietMs = 2;
/** Longest wait, for a function that writes without pause. */
const patienceMs = 25;

/** A container's output on its way to one listener. What comes before there is a listener is kept for it. */
export class SandboxOutput {
  #listener: ((chunk: Buffer) => void) | undefined;
  #waiting: Buffer[] = [];
  #lastChunkAtMs: number | undefined;
  #isFirstSettle = true;

  listen(listener: (chunk: Buffer) => void): void {
    this.#listener = listener;
    for (const chunk of this.#waiting.splice(0)) listener(chunk);
  }

  push(chunk: Buffer): void {
    this.#lastChunkAtMs = performance.now();
    if (this.#listener === undefined) this.#waiting.push(chunk);
    else this.#listener(chunk);
  }

  /**
   * Output travels through the engine while the runtime's HTTP calls come straight to us, so lines written before a
   * response can arrive after it, and nothing marks the last of them. This waits until no chunk has come for 2 ms, 25 ms
   * at most: nearly always enough, never a proof. A sandbox that has been silent so far is taken to stay silent and
   * waits not at all, except the first time, when nothing is known of it; the price is that the first line of a
   * sandbox that speaks up later may come late once.
   */
  async settle(): Promise<void> {
    const isFirst = this.#isFirstSettle;
    this.#isFirstSettle = false;
    if (this.#lastChunkAtMs === undefined && !isFirst) return;
    const startedAtMs = performance.now();
    for (;;) {
      const nowMs = performance.now();
      const quietSinceMs = Math.max(startedAtMs, this.#lastChunkAtMs ?? startedAtMs);
      const leftMs = Math.min(quietSinceMs + quietMs, startedAtMs + patienceMs) - nowMs;
      if (leftMs <= 0) return;
      await new Promise((resolve) => setTimeout(resolve, leftMs));
    }
  }
}
