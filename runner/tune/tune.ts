import { availableParallelism, loadavg } from "node:os";
import type {
  Calibration,
  FunctionSummary,
  InvocationRecord,
  InvocationsParams,
  RunAtSizeParams,
  RunAtSizeReply,
  RunnerStatus,
} from "../control/protocol.ts";
import { coldStart } from "../model/estimate/cold-start.ts";
import { estimatedFunction } from "../model/estimate/estimated-function.ts";
import { memoryCurve, type MemoryCurve } from "../model/estimate/memory-curve.ts";
import { noTraffic, trafficOf, type TrafficSettings } from "../model/estimate/traffic.ts";
import { Failure } from "../model/failure.ts";
import { trafficBeside } from "../project/traffic-beside.ts";
import { findRuns, type FoundRuns } from "./find-runs.ts";
import type { TuneResult } from "./tune-result.ts";
import { verifySizes } from "./verify-sizes.ts";

/** What tuning needs of a runner, in this process or another. */
export interface TunedRunner {
  status(): RunnerStatus | Promise<RunnerStatus>;
  functions(): Promise<FunctionSummary[]>;
  invocations(params: InvocationsParams): InvocationRecord[] | Promise<InvocationRecord[]>;
  runAtSize(params: RunAtSizeParams, signal: AbortSignal): Promise<RunAtSizeReply>;
  calibrations(): Promise<Calibration[]>;
}

export interface TuneRequest {
  /** Name or logical id. */
  readonly functionName: string;
  /** JSON text that the function is called with. Undefined: the runs at hand will do. */
  readonly event: string | undefined;
  /** Asked for the event, JSON text, where none was named and the runs at hand will not do. */
  readonly askEvent: () => Promise<string>;
  /** How many warm runs to go by; undefined for the usual number. */
  readonly runs: number | undefined;
  /** What settings say of how many calls start cold. A file beside the template is nearer. */
  readonly traffic: TrafficSettings;
  /** Whether to run it at sizes, and at which: undefined for a choice of them. */
  readonly verify: { readonly sizes: readonly number[] | undefined } | undefined;
}

/** What is under way. */
export type TuneStep =
  /** It is called so often, warm-ups apart. */
  | { readonly kind: "runs"; readonly of: number }
  /** The `index`-th of so many, from 1. */
  | { readonly kind: "size"; readonly memoryMb: number; readonly index: number; readonly of: number };

/**
 * Finds out what a function takes and costs at other memory sizes, calling it where nothing is known of it.
 *
 * @param signal ends it; calls that run are cancelled
 * @throws Failure `function-unknown`, `event-invalid`, `call-failed` when a call does not go well, `cancelled`, `usage` for
 *   a function that is debugged, and what calling a function throws
 */
export async function tune(
  runner: TunedRunner,
  request: TuneRequest,
  onStep: (step: TuneStep) => void,
  signal: AbortSignal,
): Promise<TuneResult> {
  const { runs: wantedRuns, askEvent } = request;
  const fn = await findFunction(runner, request.functionName);
  const { name: functionName, logicalId, template, architecture, memoryMb } = fn;
  const beside = (await trafficBeside([template])).get(template) ?? noTraffic;
  const traffic = trafficOf([functionName, logicalId], request.traffic, beside);
  const { coldShare } = traffic;
  const [{ region }, calibrations] = await Promise.all([runner.status(), runner.calibrations()]);
  // What is compared has to be of one event.
  const verify = request.verify && { ...request.verify, event: request.event ?? (await askEvent()) };
  const event = verify?.event ?? request.event;
  const machineLoad = loadOfMachine();
  const found = await findRuns(runner, { functionName, event, askEvent, runs: wantedRuns }, onStep, signal);
  const { runs, engine, build } = found;
  const calibration = calibrations.find((each) => each.runtime === fn.runtime && each.engine === engine);
  const coldStartMs = coldStart(
    {
      fn: estimatedFunction(fn),
      region,
      runs,
      traffic,
      ...(calibration ? { calibration } : {}),
    },
    found,
  );
  const curve = curveOf(fn, runs, region, { ms: coldStartMs.value, coldShare });
  const verified = verify
    ? await verifySizes(runner, { functionName, runs: wantedRuns, ...verify }, curve, onStep, signal)
    : [];
  return {
    ...{ functionName, logicalId, template, architecture, memoryMb, region, engine, build },
    areRunsNew: found.areNew,
    curve,
    coldStartMs,
    coldShare,
    machineCpus: availableParallelism(),
    machineLoad,
    verified,
  };
}

/** Threads that run or want to, in the last minute; undefined on Windows, which does not tell. */
function loadOfMachine(): number | undefined {
  return process.platform === "win32" ? undefined : loadavg()[0];
}

async function findFunction(runner: TunedRunner, text: string): Promise<FunctionSummary> {
  const functions = await runner.functions();
  const fn = functions.find(({ name }) => name === text) ?? functions.find(({ logicalId }) => logicalId === text);
  if (fn) return fn;
  throw new Failure("function-unknown", `There is no function ${text} in this project. See \`pilotlight list\`.`);
}

function curveOf(
  fn: FunctionSummary,
  runs: FoundRuns["runs"],
  region: string,
  init: { readonly ms: number; readonly coldShare: number },
): MemoryCurve {
  const curve = memoryCurve({ runs: runs.map(({ report }) => report), fn, region, init });
  if (!curve) throw new Error("Tuning found no runs");
  return curve;
}
