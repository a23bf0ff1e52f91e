import { randomBytes } from "node:crypto";
import type { Build } from "../build/builder.ts";
import type { Engine } from "../engine/engine.ts";
import { Failure } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";
import { debuggerArrival } from "./await-debugger.ts";
import { asDebugged, deadline, type Deadline, type Debugging } from "./debugging.ts";
import type { EnvironmentOptions } from "./environment-options.ts";
import type { EnvironmentState } from "./environment-state.ts";
import { environmentVariables, logStreamName } from "./environment-variables.ts";
import { cancelledFault, faultText, type Fault } from "./fault.ts";
import type { CompletedInvocation, Invocation, InvocationResult, RunningInvocation } from "./invocation.ts";
import { invocationRecord } from "./invocation-record.ts";
import { LogCollector } from "./log-collector.ts";
import { Meter } from "./meter.ts";
import {
  answerFailure,
  errorTypeOf,
  failureOfMoment,
  initErrorOf,
  statusOf,
  type Ending,
  type InitError,
  type InitFailure,
} from "./outcome.ts";
import { formatPlatformEvent, type Phase, type PlatformEvent } from "./platform-log.ts";
import { cutShort } from "./refusals.ts";
import type { Moment, Runtime } from "./runtime.ts";
import { RuntimeSlot } from "./runtime-slot.ts";
import { serve, type ServeLimit } from "./serve.ts";

/** Time that Lambda gives the init phase. Source: AWS Lambda developer guide, "Init phase". */
const initLimitMs = 10_000;

/**
 * One place a function runs, one invocation at a time: init once, invoke many times. When an invocation kills the
 * runtime, the environment is reset: it stays, with its log stream and its `/tmp`, and the next invocation
 * initialises it again within its own time, as on AWS.
 */
export class Environment {
  readonly id = randomBytes(8).toString("hex");
  /** Unix time in ms. */
  readonly startedAt = Date.now();
  readonly fn: LambdaFunction;
  readonly engine: Engine;
  readonly logStream = logStreamName(new Date(), randomBytes(16).toString("hex"));
  readonly #options: EnvironmentOptions;
  readonly #log: LogCollector;
  readonly #abort = new AbortController();
  #state: EnvironmentState = { kind: "starting" };
  /** What it runs; undefined while it is a spare. */
  #build: Build | undefined;
  #buildId = "";
  readonly #slot: RuntimeSlot;
  /** Why it ends as soon as nothing runs in it any more. */
  #retired: { readonly reason: string; readonly quiet: Promise<void> | undefined } | undefined;
  #stopping: Promise<undefined> | undefined;
  /** What it runs, or is about to, is not wanted any more. */
  #isCancelled = false;
  readonly #meter: Meter;
  #runtimeDescription = "";
  #initError: InitError | undefined;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.fn = options.fn;
    this.engine = options.engine;
    const of = { functionName: this.fn.name, environmentId: this.id, logStream: this.logStream };
    this.#log = new LogCollector(of, options.onLog, { isDebugged: options.debugging !== undefined });
    this.#meter = new Meter(this.fn.memoryMb);
    this.#slot = new RuntimeSlot({
      ...options,
      environmentId: this.id,
      variables: ({ hasSourceMaps }) =>
        environmentVariables(asDebugged(this.fn, options.debugging), {
          ...options,
          logStream: this.logStream,
          hasSourceMaps,
        }),
      debugger: options.debugging?.awaitedBy(this),
      onDebuggerThere: (runtime) => this.#meter.recordDebugger(runtime, options.plainMb),
      onOutput: (chunk) => this.#log.write(chunk),
      onExit: () => this.#onExit(),
      signal: this.#abort.signal,
    });
  }

  get state(): EnvironmentState {
    return this.#state;
  }

  /** What it was started for, if that was to be debugged. */
  get debugging(): Debugging | undefined {
    return this.#options.debugging;
  }

  /** Resolves when a debugger that has just been told of it has come, or should have. Never rejects. */
  debuggerArrival(): Promise<void> {
    return debuggerArrival(this.#slot.runtime?.debugWait);
  }

  /** What its init phase failed with, if it did. */
  get initError(): InitError | undefined {
    return this.#initError;
  }

  /** Outdated: it is given no invocation any more. */
  get isRetired(): boolean {
    return this.#retired !== undefined;
  }

  /** On the clock of `performance.now`; infinite while it is not idle. */
  get idleSinceMs(): number {
    return this.#state.kind === "idle" ? this.#state.sinceMs : Infinity;
  }

  /** Highest memory measured here, in MB; 0 before the first measurement. */
  get peakMemoryMb(): number {
    return this.#meter.peakMemoryMb;
  }

  /** What its invocations say they were served by. */
  get buildId(): string {
    return this.#buildId;
  }

  /** What it runs; undefined while it is a spare. */
  get build(): Build | undefined {
    return this.#build;
  }

  /**
   * Starts the runtime and leaves it waiting before any of the function's code: a spare, for `initialise` to use.
   *
   * @param like the current build, which the build to come is expected to resemble
   * @throws Failure as `Engine.start`; the environment is stopped then
   */
  async boot(like: Build): Promise<void> {
    const runtime = await this.#slot.boot(like);
    await this.#meter.recordBoot(runtime);
    this.#throwIfStopped();
    this.#become({ kind: "spare" });
  }

  /**
   * The init phase. A function that fails it does not reject: the environment is reset, and the first invocation
   * tries again, as on AWS.
   *
   * @param buildId what its invocations say they were served by
   * @throws Failure as `Engine.start`, and `cancelled` when it was retired meanwhile; the environment is stopped then
   */
  async initialise(build: Build, buildId: string): Promise<void> {
    this.#build = build;
    this.#buildId = buildId;
    if (this.#state.kind === "spare") this.#become({ kind: "starting" });
    const failure = await this.#start(build, "init");
    this.#initError = failure && initErrorOf(failure);
    if (this.#state.kind === "starting") this.#become({ kind: "idle", sinceMs: performance.now() });
  }

  /**
   * Runs an invocation. The environment must be idle, and is busy until `completed` settles.
   *
   * @param signal ends the invocation, unless it has its answer, and the environment with it
   */
  invoke(invocation: Invocation, signal?: AbortSignal): RunningInvocation {
    const answered = Promise.withResolvers<InvocationResult>();
    this.#become({ kind: "busy", requestId: invocation.requestId });
    const cancel = (): void => this.#cancel();
    signal?.addEventListener("abort", cancel);
    if (signal?.aborted) cancel();
    const answer = (result: InvocationResult): void => {
      signal?.removeEventListener("abort", cancel);
      answered.resolve(result);
    };
    const completed = this.#run(invocation, answer).catch(async (error: unknown) => {
      answered.reject(error);
      await this.stop("its engine failed");
      throw error;
    });
    return { answered: answered.promise, completed };
  }

  /**
   * Gives what runs here the time of so many CPUs from now on. A runtime that replaces it after a failure has no limit.
   *
   * @throws Failure as `Sandbox.limitCpu`; `engine-unavailable` where the engine can't do that
   */
  async limitCpu(vCpus: number): Promise<void> {
    if ((await this.#slot.runtime?.limitCpu(vCpus)) !== false) return;
    const message = `${this.fn.name} runs as a process, which can't be given a share of a CPU. Start Docker or Podman and let it run in a container.`;
    throw new Failure("engine-unavailable", message);
  }

  /** As `Sandbox.cpuDelayMs`, of the runtime that is there. */
  async cpuDelayMs(): Promise<number | undefined> {
    return await this.#slot.runtime?.cpuDelayMs();
  }

  /**
   * Ends the environment now, or when the invocation that runs in it has ended: its code or settings are outdated.
   *
   * @param quiet a runtime that has nothing to do is killed no sooner than this resolves. Must not reject.
   */
  retire(reason: string, quiet?: Promise<void>): void {
    this.#retired = { reason, quiet };
    const { kind } = this.#state;
    if (kind !== "busy") void this.stop(reason, kind === "idle" ? quiet : undefined);
  }

  /**
   * Kills the runtime and ends the environment for good. Resolves when nothing of it is left. Idempotent.
   *
   * @param quiet as for `retire`
   */
  stop(reason: string, quiet?: Promise<void>): Promise<undefined> {
    if (!this.#stopping) {
      // There before anything happens: who hears of the new state may ask for the end at once.
      const stopping = Promise.withResolvers<undefined>();
      this.#stopping = stopping.promise;
      this.#stop(reason, quiet).then(() => stopping.resolve(undefined), stopping.reject);
    }
    return this.#stopping;
  }

  #cancel(): void {
    this.#isCancelled = true;
    this.retire("its call was cancelled");
    this.#killCancelled();
  }

  /** Whoever serves the invocation notices. An engine that can't do it says so when the environment is reset. */
  #killCancelled(): void {
    if (this.#isCancelled) this.#slot.runtime?.stop().catch(() => undefined);
  }

  async #stop(reason: string, quiet: Promise<void> | undefined): Promise<void> {
    this.#become({ kind: "stopped", reason });
    this.#abort.abort(cutShort(this.fn, reason));
    await quiet;
    await this.#reset();
    await this.engine.releaseEnvironment(this.id);
  }

  async #run(invocation: Invocation, answer: (result: InvocationResult) => void): Promise<CompletedInvocation> {
    const startedAt = Date.now();
    const startMs = performance.now();
    const limit = deadline(startMs, this.fn.timeoutS * 1000, this.debugging);
    const { requestId } = invocation;
    this.#log.setInvocation(requestId);
    const build = this.#build;
    if (!build) throw new Error("An environment without a build was asked to run");
    const failure = this.#slot.runtime ? undefined : await this.#start(build, "invoke", limit);
    this.#writePlatform({ type: "platform.start", requestId, version: "$LATEST" });
    const ending = failure
      ? answerFailure(failure, requestId, answer)
      : await this.#serve(invocation, { limit, deadlineUnixMs: startedAt + this.fn.timeoutS * 1000 }, answer);

    const { status, errorType } = ending;
    const report = await this.#meter.report(Math.min(ending.atMs, limit.atMs) - startMs, ending, this.#slot.runtime);
    if (ending.fault) this.#writeFault(ending.fault, requestId);
    this.#writePlatform({ type: "platform.end", requestId });
    const isDebugged = this.debugging !== undefined;
    this.#writePlatform({ type: "platform.report", requestId, status, errorType, report, isDebugged });
    const record = invocationRecord(this, invocation, ending, { runtime: this.#runtimeDescription, startedAt, report });
    this.#log.setInvocation(undefined);
    const logTail = this.#log.takeTail();
    if (ending.isFatal) await this.#reset();
    if (this.#retired) void this.stop(this.#retired.reason, this.#retired.quiet);
    else if (this.#state.kind === "busy") this.#become({ kind: "idle", sinceMs: performance.now() });
    return { record, logTail };
  }

  async #serve(invocation: Invocation, limit: ServeLimit, answer: (result: InvocationResult) => void): Promise<Ending> {
    const { runtime } = this.#slot;
    if (!runtime) throw new Error("An environment without a runtime was asked to serve");
    const served = await serve(runtime, invocation, limit, this.#log, answer);
    if (served.kind === "ended") return served.ending;
    this.#throwIfStopped();
    await runtime.settleOutput("thorough");
    this.#log.flush();
    return answerFailure(this.#failureOf(served.moment, this.fn.timeoutS), invocation.requestId, answer);
  }

  /**
   * Starts a runtime and waits for its first `next`. Returns why it did not get there, if it did not; the
   * environment is reset then.
   */
  async #start(build: Build, phase: Phase, invokeLimit?: Deadline): Promise<InitFailure | undefined> {
    const { fn } = this;
    const runtime = await this.#slot.start(build);
    this.#killCancelled();
    this.#runtimeDescription = runtime.description;
    const { description: runtimeVersion } = runtime;
    this.#writePlatform({ type: "platform.initStart", functionName: fn.name, runtimeVersion, phase });
    const moment = await this.#firstMoment(
      runtime,
      invokeLimit ?? deadline(runtime.startedAtMs, initLimitMs, this.debugging),
    );
    await runtime.settleOutput("quick");
    this.#log.flush();
    await this.#meter.recordStart(runtime, moment.kind === "ready" ? moment.own : undefined);
    if (moment.kind === "ready") {
      if (phase === "init") this.#meter.recordInit(moment.atMs - runtime.startedAtMs);
      return undefined;
    }
    this.#throwIfStopped();
    const failure =
      moment.kind === "init-error"
        ? moment
        : this.#failureOf(moment, phase === "init" ? initLimitMs / 1000 : fn.timeoutS);
    const status = statusOf(failure);
    const errorType = status === "timeout" ? undefined : errorTypeOf(failure);
    const durationMs = performance.now() - runtime.startedAtMs;
    this.#writePlatform({ type: "platform.initReport", phase, status, errorType, durationMs });
    await this.#reset();
    return failure;
  }

  #failureOf(moment: Extract<Moment, { kind: "timeout" | "exit" }>, timeoutS: number): InitFailure {
    return this.#isCancelled ? { kind: "fault", fault: cancelledFault } : failureOfMoment(moment, timeoutS);
  }

  async #firstMoment(runtime: Runtime, limit: Deadline): Promise<Exclude<Moment, { kind: "answer" }>> {
    for (;;) {
      const moment = await runtime.nextMoment(limit);
      if (moment.kind !== "answer") return moment;
    }
  }

  /** A runtime that we killed ourselves says nothing about the function. */
  #throwIfStopped(): void {
    if (this.#state.kind === "stopped") throw cutShort(this.fn, this.#state.reason);
  }

  /** A runtime that dies while nothing runs takes its environment along. */
  #onExit(): void {
    const { kind } = this.#state;
    if (kind === "idle") void this.stop("its runtime exited while idle");
    else if (kind === "spare") void this.stop("its runtime exited before it was needed");
  }

  async #reset(): Promise<void> {
    try {
      await this.#slot.reset();
    } catch (error) {
      // An engine that can't remove a container now has it removed at the next start.
      if (!(error instanceof Failure)) throw error;
      this.#log.writePlatform(error.message);
    }
  }

  #become(state: EnvironmentState): void {
    this.#state = state;
    this.#options.onStateChanged(this);
  }

  #writePlatform(event: PlatformEvent): void {
    this.#log.writePlatform(formatPlatformEvent(event, new Date(), this.fn.logging));
  }

  #writeFault(fault: Fault, requestId: string): void {
    this.#writePlatform({ type: "platform.fault", text: faultText(fault, requestId, new Date()) });
  }
}
