/** A run as estimates learn from it; `InvocationRecord` (`runner/environment/invocation.ts`) is assignable to it. */
export interface Run {
  /** Unix time in ms. */
  readonly startedAt: number;
  readonly build: string;
  readonly engine: "container" | "process";
  readonly status: "success" | "failure" | "error" | "timeout";
  readonly isDebugged: boolean;
  readonly report: {
    readonly initMs: number | undefined;
    readonly initCpuMs: number | undefined;
    readonly durationMs: number;
    readonly billedMs: number;
    readonly memoryMb: number;
    readonly maxMemoryUsedMb: number;
    readonly cpuMs: number;
  };
}

/** Debugged, failed and throttled calls teach nothing; a throttled one leaves no run at all. */
export function teachingRuns(runs: readonly Run[]): Run[] {
  return runs.filter(({ status, isDebugged }) => status === "success" && !isDebugged);
}

/** The teaching runs of one build on one engine, oldest first. */
export interface BuildRuns {
  readonly build: string;
  readonly engine: Run["engine"];
  readonly runs: readonly Run[];
}

/**
 * What ran last, and the build before it on the same engine: figures of two builds or of two engines are never mixed.
 * A build counts as newer when it was first run later.
 */
export function newestBuilds(runs: readonly Run[]): { newest: BuildRuns; before: BuildRuns | undefined } | undefined {
  const teaching = teachingRuns(runs).toSorted((a, b) => a.startedAt - b.startedAt);
  const last = teaching.at(-1);
  if (!last) return undefined;
  const { engine } = last;
  const builds = Map.groupBy(
    teaching.filter((run) => run.engine === engine),
    ({ build }) => build,
  );
  const newest = { build: last.build, engine, runs: builds.get(last.build) ?? [] };
  builds.delete(last.build);
  const previous = [...builds].at(-1);
  return { newest, before: previous && { build: previous[0], engine, runs: previous[1] } };
}
