import type { Change } from "./change.ts";
import { isBelow } from "./is-below.ts";

/** What happened in a burst so far, once a file. */
export class ChangeLog {
  readonly #kinds = new Map<string, Change["kind"]>();
  readonly #halfDone = new Set<string>();
  /** What was told last to be gone. Whoever was told may have found it there again since, for a moment. */
  #toldRemoved: ReadonlySet<string> = new Set();

  get size(): number {
    return this.#kinds.size;
  }

  /**
   * Some file is missing now, or empty and was not: as in the middle of a save that truncates and then writes, or moves
   * away and then puts in place.
   */
  get mayBeHalfDone(): boolean {
    return this.#halfDone.size > 0;
  }

  halfDone(): Iterable<string> {
    return [...this.#halfDone];
  }

  record(path: string, kind: Change["kind"], mayBeHalfDone: boolean): void {
    if (mayBeHalfDone) this.#halfDone.add(path);
    else this.#halfDone.delete(path);
    const before = this.#kinds.get(path);
    if (before === "added" && kind === "removed" && !this.#toldRemoved.has(path)) this.#kinds.delete(path);
    else if (before === "added" && kind !== "removed") return;
    // A look may come to a folder on two ways, and find the same file twice.
    else if (before !== undefined && kind === "added") this.#kinds.set(path, "changed");
    else this.#kinds.set(path, kind);
  }

  /** A file that was not there before is not there now, either: is told again if it was told last. */
  recordStillMissing(path: string): void {
    if (this.#toldRemoved.has(path)) this.#kinds.set(path, "removed");
  }

  /** As `recordStillMissing`, of all in a folder that does not exist. */
  recordMissingFolder(folder: string): void {
    for (const path of this.#toldRemoved) if (isBelow(path, folder)) this.recordStillMissing(path);
  }

  /** Everything, in the order in which it was first seen; the log is empty afterwards. */
  take(): Change[] {
    const changes = [...this.#kinds].map(([path, kind]) => ({ path, kind }));
    const removed = changes.filter(({ path, kind }) => kind === "removed" && !this.#toldRemoved.has(path));
    // Not for ever: what was told twice is gone.
    this.#toldRemoved = new Set(removed.map(({ path }) => path));
    this.#kinds.clear();
    this.#halfDone.clear();
    return changes;
  }
}
