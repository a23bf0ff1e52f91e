import type { MeasuredReport, RunAtSizeParams, RunAtSizeReply } from "../control/protocol.ts";
import type { ApartEnvironments } from "../environment/apart.ts";
import type { Environment } from "../environment/environment.ts";
import type { InvocationResult } from "../environment/invocation.ts";
import { cancelled, cutShort } from "../environment/refusals.ts";
import { eventPayload } from "../event-payload.ts";
import type { Invoker } from "../invoker.ts";
import { vCpusAt } from "../model/estimate/cpu-quota.ts";
import type { LambdaFunction } from "../model/function.ts";

/**
 * Runs a function at a memory size, with the share of CPU that comes with it or all there is, in an environment of its own.
 * As on AWS its init phase has all. So have its warm-ups, which would take longest of all at small sizes.
 *
 * @param signal ends it at once
 * @throws Failure `function-unknown`, `event-invalid`, `usage` while it is debugged, `engine-unavailable` where the engine can't give a share
 *   of a CPU, `cancelled`, and what building the code and starting the engine throw
 */
export async function runAtSize(
  { invoker, apart }: { readonly invoker: Invoker; readonly apart: ApartEnvironments },
  { functionName, event, isCpuLimited, ...params }: RunAtSizeParams,
  signal: AbortSignal,
): Promise<RunAtSizeReply> {
  const fn = invoker.require(functionName);
  const { memoryMb = fn.memoryMb } = params;
  const payload = eventPayload(event);
  const { environment, build } = await apart.start(fn, { memoryMb }, signal);
  const calls = new Calls(invoker, fn, environment, payload, signal);
  try {
    const warmUps = await calls.make(params.warmUps, false);
    const vCpus = isCpuLimited ? vCpusAt(memoryMb) : null;
    if (vCpus !== null) await environment.limitCpu(vCpus);
    const reports = await calls.make(params.runs, vCpus === null);
    return { engine: environment.engine.kind, build, memoryMb, vCpus, warmUps, reports, failure: calls.failure };
  } catch (error) {
    throw signal.aborted ? cancelled(fn) : error;
  } finally {
    await environment.stop("its measurement is over");
  }
}

/** Threads that live shorter leave no delay; reading more often would take the CPU that is measured. */
const watchMs = 10;

/** Calls of one environment, one after the other until one fails. */
class Calls {
  failure: RunAtSizeReply["failure"] = null;
  readonly #invoker: Invoker;
  readonly #fn: LambdaFunction;
  readonly #environment: Environment;
  readonly #payload: Uint8Array;
  readonly #signal: AbortSignal;

  constructor(
    invoker: Invoker,
    fn: LambdaFunction,
    environment: Environment,
    payload: Uint8Array,
    signal: AbortSignal,
  ) {
    this.#invoker = invoker;
    this.#fn = fn;
    this.#environment = environment;
    this.#payload = payload;
    this.#signal = signal;
  }

  /**
   * The figures of those that went well.
   *
   * @param isWatched whether to learn of CPU delays from threads that end during a call, too
   */
  async make(times: number, isWatched: boolean): Promise<MeasuredReport[]> {
    const reports: MeasuredReport[] = [];
    for (let time = 0; time < times && !this.failure; time++) {
      const { state } = this.#environment;
      if (state.kind === "stopped") throw cutShort(this.#fn, state.reason);
      const invocation = this.#invoker.newInvocation(this.#fn, {
        payload: this.#payload,
        clientContext: undefined,
        traceId: undefined,
        wantsLog: false,
      });
      const before = await this.#environment.cpuDelayMs();
      const { answered, completed } = this.#environment.invoke(invocation, this.#signal);
      const watch = isWatched ? setInterval(() => void this.#environment.cpuDelayMs(), watchMs) : undefined;
      const [result, { record }] = await Promise.all([answered, completed]).finally(() => clearInterval(watch));
      const after = await this.#environment.cpuDelayMs();
      this.#signal.throwIfAborted();
      const cpuDelayMs = before === undefined || after === undefined ? null : after - before;
      if (record.status === "success") reports.push({ ...record.report, cpuDelayMs });
      else this.failure = failureOf(result, record.errorType ?? record.status);
    }
    return reports;
  }
}

/** As the answer has it; what the runtime told the runner, `Runtime.Unknown` as a rule, where it has none. */
function failureOf({ payload }: InvocationResult, told: string): NonNullable<RunAtSizeReply["failure"]> {
  const text = payload.toString();
  const { errorType, errorMessage } = jsonObject(text);
  return {
    errorType: typeof errorType === "string" ? errorType : told,
    text: typeof errorMessage === "string" ? errorMessage : text,
  };
}

function jsonObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(text) ?? {}) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
