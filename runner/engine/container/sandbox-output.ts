import { performance } from "node:perf_hooks";
import type { SettleThoroughness } from "../engine.ts";
import { OutputRelay } from "../output-relay.ts";

const endBytes = 1024;

/** No further chunk for `quietMs` counts as "all has arrived"; `patienceMs` is for a function that writes without pause. */
const waits: Readonly<Record<SettleThoroughness, { readonly quietMs: number; readonly patienceMs: number }>> = {
  quick: { quietMs: 2, patienceMs: 25 },
  thorough: { quietMs: 30, patienceMs: 100 },
};

/** A container's output on its way to one listener. */
export class SandboxOutput {
  readonly #relay = new OutputRelay();
  #lastChunkAtMs: number | undefined;
  #isFirstSettle = true;
  #end: Buffer = Buffer.alloc(0);

  /** The end of what came so far, at most 1 KB. */
  get lastText(): string {
    return this.#end.toString();
  }

  listen(listener: (chunk: Buffer) => void): void {
    this.#relay.listen(listener);
  }

  push(chunk: Buffer): void {
    this.#lastChunkAtMs = performance.now();
    // A line may come in several chunks.
    this.#end = Buffer.concat([this.#end, chunk.subarray(-endBytes)]).subarray(-endBytes);
    this.#relay.push(chunk);
  }

  /**
   * Output travels through the engine while the runtime's HTTP calls come straight to us, so lines written before a
   * response can arrive after it, and nothing marks the last of them. A quick look waits until no chunk has come for
   * 2 ms: nearly always enough, never a proof. A sandbox that has been silent so far is taken to stay silent and
   * waits not at all then, except the first time, when nothing is known of it; the price is that the first line of a
   * sandbox that speaks up later may come late once. A thorough look waits for 30 ms of silence, whatever was before.
   */
  async settle(thoroughness: SettleThoroughness): Promise<void> {
    const isFirst = this.#isFirstSettle;
    this.#isFirstSettle = false;
    if (thoroughness === "quick" && this.#lastChunkAtMs === undefined && !isFirst) return;
    const { quietMs, patienceMs } = waits[thoroughness];
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
