import { setTimeout as wait } from "node:timers/promises";
import { quietMs, suspiciousSignals } from "./burst-timing.ts";

/** What is to be looked at in a folder: names, or all of it. */
export type Suspects = ReadonlySet<string> | "all";

/** What may have changed, as the operating system says it. */
export class Suspicions {
  #folders = new Map<string, Set<string> | "all">();
  #lastMs = 0;
  /** Of the burst, for how long it lasts. */
  #pathCount = 0;
  #signalCount = 0;

  /** Folders not looked at since. */
  get size(): number {
    return this.#folders.size;
  }

  folders(): Iterable<string> {
    return this.#folders.keys();
  }

  addName(folder: string, name: string): void {
    this.#hear();
    const known = this.#folders.get(folder);
    if (known === "all" || known?.has(name) === true) return;
    if (known === undefined) this.#folders.set(folder, new Set([name]));
    else known.add(name);
    this.#pathCount++;
  }

  /** Folders and everything in them. */
  addFolders(folders: Iterable<string>): void {
    this.#hear();
    for (const folder of folders) this.#folders.set(folder, "all");
    this.#pathCount++;
  }

  /** What is to be looked at now. */
  take(): ReadonlyMap<string, Suspects> {
    const taken = this.#folders;
    this.#folders = new Map();
    return taken;
  }

  /** Whether so much was heard at once that something may have been lost on the way; asked once a look. */
  mayHaveMissed(): boolean {
    const isSuspicious = this.#signalCount >= suspiciousSignals;
    this.#signalCount = 0;
    return isSuspicious;
  }

  /** Resolves when nothing has been heard for a while, at `endMs` (of `performance.now()`) at the latest. */
  async settle(endMs: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      const leftMs = Math.min(this.#lastMs + quietMs(this.#pathCount), endMs) - performance.now();
      if (leftMs <= 0) return;
      await wait(Math.ceil(leftMs), undefined, { signal });
    }
  }

  /** The next burst starts small. */
  forgetSize(): void {
    this.#pathCount = 0;
  }

  #hear(): void {
    this.#lastMs = performance.now();
    this.#signalCount++;
  }
}
