import type { Run } from "../../runner/model/estimate/run.ts";

/** Percentiles need a hundred; more would only remember what code did long ago. */
const kept = 200;

/** The newest runs of each function, for estimates to learn from. */
export class KnownRuns {
  readonly #byFunction = new Map<string, readonly Run[]>();

  /** @param runs newest first */
  set(functionName: string, runs: readonly Run[]): void {
    this.#byFunction.set(functionName, runs.slice(0, kept).map(asRun));
  }

  add(functionName: string, run: Run): void {
    this.#byFunction.set(functionName, [asRun(run), ...this.of(functionName)].slice(0, kept));
  }

  /** Newest first. */
  of(functionName: string): readonly Run[] {
    return this.#byFunction.get(functionName) ?? [];
  }
}

/** Records of runs have more, which need not be kept and told. */
function asRun({ startedAt, build, engine, status, isDebugged, report }: Run): Run {
  return { startedAt, build, engine, status, isDebugged, report };
}
