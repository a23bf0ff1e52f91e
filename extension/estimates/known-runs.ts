import type { InvocationRecord } from "../../runner/control/protocol.ts";

/** Percentiles need a hundred; more would only remember what code did long ago. */
const kept = 200;

/** The newest runs of each function, for estimates to learn from. */
export class KnownRuns {
  readonly #byFunction = new Map<string, InvocationRecord[]>();

  /** @returns the functions whose runs have changed: all of those that were told of */
  set(records: readonly InvocationRecord[]): string[] {
    for (const [name, runs] of Map.groupBy(records, ({ functionName }) => functionName)) {
      this.#byFunction.set(name, runs.slice(0, kept));
    }
    return [...this.#byFunction.keys()];
  }

  add(record: InvocationRecord): void {
    this.#byFunction.set(record.functionName, [record, ...this.of(record.functionName)].slice(0, kept));
  }

  /** Newest first. */
  of(functionName: string): readonly InvocationRecord[] {
    return this.#byFunction.get(functionName) ?? [];
  }
}
