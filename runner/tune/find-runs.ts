import type { MeasuredReport } from "../control/protocol.ts";
import { newestBuilds, type Run } from "../model/estimate/run.ts";
import type { MeasuredRun } from "../model/estimate/memory-curve.ts";
import { Failure } from "../model/failure.ts";
import type { TunedRunner, TuneRequest, TuneStep } from "./tune.ts";

/** The runs to go by, of one build on one engine. */
export interface FoundRuns {
  readonly runs: readonly (Run & { readonly report: MeasuredRun })[];
  readonly engine: Run["engine"];
  readonly build: string;
  readonly areNew: boolean;
}

/** Enough for a median that one slow call does not move. */
const usualRuns = 5;

/** Calls before those that count: compilers, caches and connections are ready then. */
export const warmUps = 2;

/** Of the newest runs that are kept, so many are looked at. */
const mostRuns = 200;

/**
 * Runs of a function: those at hand when they are enough warm ones, else new ones. Runs at hand may be of any event, so they
 * will not do where an event was named.
 *
 * @throws Failure `call-failed`, and as `runAtSize`
 */
export async function findRuns(
  runner: TunedRunner,
  { functionName, event, askEvent, runs: wanted = usualRuns }: Omit<TuneRequest, "traffic" | "verify">,
  onStep: (step: TuneStep) => void,
  signal: AbortSignal,
): Promise<FoundRuns> {
  if (event === undefined) {
    const newest = newestBuilds(await runner.invocations({ functionName, limit: mostRuns }))?.newest;
    const warm = newest?.runs.filter(({ report }) => typeof report.initMs !== "number") ?? [];
    if (newest && warm.length >= wanted) return { ...newest, areNew: false };
  }
  const used = event ?? (await askEvent());
  onStep({ kind: "runs", of: wanted });
  const params = { functionName, event: used, isCpuLimited: false, warmUps, runs: wanted };
  const { engine, build, reports, failure, ...rest } = await runner.runAtSize(params, signal);
  if (failure) {
    const message = `${functionName} failed, and what fails can't be tuned: correct it, or call it with another event. ${failure.errorType}: ${failure.text}`;
    throw new Failure("call-failed", message);
  }
  // Of warm-ups only the init counts, and the memory they took.
  const cold = rest.warmUps.filter(({ initMs }) => typeof initMs === "number");
  const runOf = ({ cpuDelayMs, ...report }: MeasuredReport, startedAt: number): FoundRuns["runs"][number] => ({
    ...{ startedAt, build, engine, status: "success", isDebugged: false },
    report: { ...report, cpuDelayMs: cpuDelayMs ?? undefined },
  });
  return { runs: [...cold, ...reports].map(runOf), engine, build, areNew: true };
}
