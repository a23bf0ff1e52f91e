import type { Writable } from "node:stream";
import type { RunnerEvent } from "../control/protocol.ts";

/**
 * Writes events as lines, all those of one turn of the event loop at once and after everything else in it: writing to
 * a pipe or file blocks, and a caller may be waiting for its answer.
 */
export class EventPrinter {
  readonly #output: Writable;
  readonly #toText: (event: RunnerEvent) => string | undefined;
  #waiting: RunnerEvent[] = [];
  #scheduled: NodeJS.Immediate | undefined;

  /** @param toText the event's text without its last newline; undefined for what is not printed */
  constructor(output: Writable, toText: (event: RunnerEvent) => string | undefined) {
    this.#output = output;
    this.#toText = toText;
  }

  print(event: RunnerEvent): void {
    this.#waiting.push(event);
    this.#scheduled ??= setImmediate(() => this.flush());
  }

  /** Writes what waits, now. */
  flush(): void {
    clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    const texts = this.#waiting.map(this.#toText).filter((text) => text !== undefined);
    this.#waiting = [];
    if (texts.length > 0) this.#output.write(`${texts.join("\n")}\n`);
  }
}
