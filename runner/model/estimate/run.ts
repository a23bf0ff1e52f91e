import { changes } from "./change.ts";

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

/** The teaching runs of a build, with those of builds before it that do not differ, on one engine: newest first. */
export interface BuildRuns {
  readonly build: string;
  readonly engine: Run["engine"];
  readonly runs: readonly Run[];
}

/** So many runs of the newest build speak for themselves. */
const enoughAlone = 5;

/** Older runs are added up to so many. */
const enoughTogether = 20;

/**
 * What ran last, and what was before it on the same engine. Each start of a runner and each save makes a build, mostly of
 * the same or nearly the same code, so a build with few runs is seen together with those before it, as far back as nothing
 * stands out between them. A build counts as newer when it was first run later.
 */
export function newestBuilds(runs: readonly Run[]): { newest: BuildRuns; before: BuildRuns | undefined } | undefined {
  const teaching = teachingRuns(runs).toSorted((a, b) => b.startedAt - a.startedAt);
  const last = teaching[0];
  if (!last) return undefined;
  const { engine } = last;
  const ofEngine = teaching.filter((run) => run.engine === engine);
  // Calls of an older build may end after the first of a newer one.
  const builds = [...Map.groupBy(ofEngine, (run) => run.build).values()];
  const firstRun = (each: readonly Run[]): number => each.at(-1)?.startedAt ?? 0;
  builds.sort((a, b) => firstRun(b) - firstRun(a));
  const [newest, rest] = pooled(builds);
  const before = rest.length === 0 ? undefined : pooled(rest)[0];
  return {
    newest: { build: newest[0]?.build ?? "", engine, runs: newest },
    before: before && { build: before[0]?.build ?? "", engine, runs: before },
  };
}

/** The runs of the newest of these builds with those of the ones that do not differ, and the builds that are left. */
function pooled(builds: readonly (readonly Run[])[]): [runs: Run[], rest: readonly (readonly Run[])[]] {
  const runs = [...(builds[0] ?? [])];
  if (runs.length >= enoughAlone) return [runs, builds.slice(1)];
  let next = 1;
  for (const older of builds.slice(1)) {
    if (runs.length >= enoughTogether || changes(runs, older).length > 0) break;
    runs.push(...older);
    next++;
  }
  return [runs, builds.slice(next)];
}
