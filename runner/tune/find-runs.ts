import { throttledText } from "../control/throttled-text.ts";
import type { InvokeReply } from "../control/protocol.ts";
import { debuggedNow } from "../environment/refusals.ts";
import { newestBuilds, type Run } from "../model/estimate/run.ts";
import { Failure } from "../model/failure.ts";
import type { TunedRunner, TuneRequest, TuneStep } from "./tune.ts";

/** The runs to go by, of one build on one engine. */
export interface FoundRuns {
  readonly runs: readonly Run[];
  readonly engine: Run["engine"];
  readonly build: string;
  readonly areNew: boolean;
}

/** Enough for a median that one slow call does not move. */
export const usualRuns = 5;

/** Calls before those that count: compilers, caches and connections are ready then. */
export const warmUps = 2;

/** Of the newest runs that are kept, so many are looked at. */
const mostRuns = 200;

/**
 * Runs of a function: those at hand when they are enough warm ones, else new ones. Runs at hand may be of any event, so they
 * will not do where an event was named, or where they are to be compared with others.
 *
 * @throws Failure `call-failed`, `usage` while it is debugged, `cancelled`, and what calling a function throws
 */
export async function findRuns(
  runner: TunedRunner,
  { functionName, event, runs: wanted = usualRuns, verify }: TuneRequest,
  onStep: (step: TuneStep) => void,
  signal: AbortSignal,
): Promise<FoundRuns> {
  if (event === undefined && !verify) {
    const newest = newestBuilds(await runner.invocations({ functionName, limit: mostRuns }))?.newest;
    const warm = newest?.runs.filter(({ report }) => report.initMs === undefined) ?? [];
    if (newest && warm.length >= wanted) return { ...newest, areNew: false };
  }
  const call = async (): Promise<Run> => {
    const startedAt = Date.now();
    return runOf(functionName, startedAt, await runner.invoke({ functionName, event: event ?? "{}" }, signal));
  };
  const cold: Run[] = [];
  for (let index = 1; index <= warmUps; index++) {
    onStep({ kind: "warm-up", index, of: warmUps });
    cold.push(await call());
  }
  const runs: Run[] = [];
  for (let index = 1; index <= wanted; index++) {
    onStep({ kind: "run", index, of: wanted });
    runs.push(await call());
  }
  // Of warm-ups only the init counts, and the memory they took.
  const all = [...cold.filter(({ report }) => report.initMs !== undefined), ...runs];
  const newest = newestBuilds(all)?.newest;
  if (!newest) throw new Error("Runs that went well teach nothing");
  return { ...newest, areNew: true };
}

function runOf(functionName: string, startedAt: number, reply: InvokeReply): Run {
  const { build, engine, isDebugged, report, functionError, payload } = reply;
  if (!report) throw new Failure("call-failed", throttledText(functionName, reply));
  if (isDebugged) throw debuggedNow({ name: functionName });
  if (functionError !== null) {
    const message = `${functionName} failed, and what fails can't be tuned: ${payload}. Correct it, or call it with another event.`;
    throw new Failure("call-failed", message);
  }
  return { startedAt, build, engine, status: "success", isDebugged, report };
}
