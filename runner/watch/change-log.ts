import type { Change } from "./change.ts";

/** What happened in a burst so far, once a file. */
export class ChangeLog {
  readonly #kinds = new Map<string, Change["kind"]>();
  readonly #halfDone = new Set<string>();

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
    if (before === "added" && kind === "removed") this.#kinds.delete(path);
    else if (before === "added") return;
    else if (before === "removed" && kind === "added") this.#kinds.set(path, "changed");
    else this.#kinds.set(path, kind);
  }

  /** Everything, in the order in which it was first seen; the log is empty afterwards. */
  take(): Change[] {
    const changes = [...this.#kinds].map(([path, kind]) => ({ path, kind }));
    this.#kinds.clear();
    this.#halfDone.clear();
    return changes;
  }
}
