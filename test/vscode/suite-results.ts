import { existsSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { SuiteLine } from "./suite-line.ts";

/** What an in-host suite has written. */
export class SuiteResults {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * Resolves to all lines but the last one, once that is written.
   *
   * @throws Error when the suite could not run, and with what it wrote so far when `signal` aborts
   */
  async all(signal: AbortSignal): Promise<readonly Exclude<SuiteLine, { kind: "end" }>[]> {
    for (;;) {
      const lines = this.#read();
      const end = lines.find((line) => line.kind === "end");
      if (end?.error !== undefined && lines.length === 1) throw new Error(`The suite could not run: ${end.error}`);
      if (end) return lines.filter((line) => line.kind !== "end");
      if (signal.aborted) throw new Error(`The suite did not end. It wrote ${JSON.stringify(lines, undefined, 2)}`);
      await delay(50);
    }
  }

  #read(): SuiteLine[] {
    if (!existsSync(this.#file)) return [];
    // Behind the last line's end may stand the start of the next one.
    const complete = readFileSync(this.#file, "utf8").split("\n").slice(0, -1);
    return complete.map((line) => JSON.parse(line) as SuiteLine);
  }
}
