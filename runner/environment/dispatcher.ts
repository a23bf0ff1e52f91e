import { randomBytes } from "node:crypto";
import type { Builder } from "../build/builder.ts";
import type { Engine, PrepareProgress } from "../engine/engine.ts";
import { Failure, type FailureCode } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { Problem } from "../model/problem.ts";
import type { Credentials } from "./environment-variables.ts";
import { Environment } from "./environment.ts";
import { FunctionPool, type Prepared } from "./function-pool.ts";
import type { CompletedInvocation, Invocation, LogLine, RunningInvocation } from "./invocation.ts";
import { nextScalingStep, throttleReason, type ThrottleReason } from "./scaling.ts";

export interface DispatcherOptions {
  /** Best first: a function runs on the first that can run it. */
  readonly engines: readonly [Engine, ...Engine[]];
  readonly builder: Builder;
  readonly region: string;
  readonly credentials: Credentials;
  /** The account's concurrency limit. */
  readonly accountConcurrency: number;
  /** An environment that was idle for so long is stopped. */
  readonly idleTimeoutMs: number;
  /** How many environments start at the same time. */
  readonly maxStarting: number;
  /** How long an invocation waits for room on this machine before it is throttled. */
  readonly queueLimitMs: number;
  readonly observer: DispatcherObserver;
}

export interface DispatcherObserver {
  onLog(line: LogLine): void;
  onInvocation(completed: CompletedInvocation): void;
  onProgress(fn: LambdaFunction, step: PrepareProgress): void;
  onProblem(problem: Problem): void;
  onEnvironment(environment: Environment): void;
  onBug(error: unknown): void;
}

export type Dispatched =
  | { readonly kind: "running"; readonly running: RunningInvocation }
  | { readonly kind: "throttled"; readonly reason: ThrottleReason };

/** Left to the rest of the machine, whatever functions would like to have. */
const memoryReserveMb = 512;

/**
 * An environment that has answered is idle a moment later. A caller who calls again at once gets it then, instead of a
 * new one; one that takes longer than this is no longer waited for.
 */
const finishLimitMs = 250;

/** Finds every invocation an environment: an idle one, a new one, or none and says why. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #pools = new Map<string, FunctionPool>();
  readonly #abort = new AbortController();
  readonly #sweep: NodeJS.Timeout;
  readonly #running = new Set<Promise<unknown>>();
  #scaling: Promise<void> | undefined;
  #scaleAgain = false;
  #soon: NodeJS.Timeout | undefined;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#sweep = setInterval(() => this.#retireIdle(), Math.min(options.idleTimeoutMs, 10_000));
    this.#sweep.unref();
  }

  /** Tells which functions exist: reserved concurrency of all of them counts, invoked or not. */
  setFunctions(functions: readonly LambdaFunction[]): void {
    for (const fn of functions) this.#pool(fn);
  }

  get environments(): Environment[] {
    return [...this.#pools.values()].flatMap((pool) => [...pool.environments]);
  }

  /**
   * Resolves once the invocation has an environment, or was refused one.
   *
   * @throws Failure what building the code and starting the engine throw; `cancelled` after `dispose`
   */
  async invoke(fn: LambdaFunction, invocation: Invocation): Promise<Dispatched> {
    if (this.#abort.signal.aborted) throw stopped();
    const pool = this.#pool(fn);
    const reason = this.#throttleReason(pool);
    if (reason) return { kind: "throttled", reason };
    pool.inFlight++;
    let environment: Environment | undefined;
    try {
      do environment = pool.takeIdle() ?? (await this.#wait(pool));
      while (
        // Its runtime may have died between being found and being used.
        environment &&
        environment.state.kind !== "idle"
      );
    } finally {
      if (!environment) pool.inFlight--;
    }
    if (!environment) return { kind: "throttled", reason: "ConcurrentInvocationLimitExceeded" };
    const running = environment.invoke(invocation);
    this.#own(this.#follow(pool, environment, running));
    return { kind: "running", running };
  }

  /** Never rejects: whoever waits for the answer gets the failure from there. */
  async #follow(pool: FunctionPool, environment: Environment, running: RunningInvocation): Promise<void> {
    try {
      await running.answered.finally(() => pool.inFlight--);
      pool.answered(environment);
      this.#options.observer.onInvocation(await running.completed);
    } catch (error) {
      await running.completed.catch(() => undefined);
      if (!(error instanceof Failure)) this.#options.observer.onBug(error);
    }
  }

  /** Stops every environment. Invocations that wait are refused; those that run are cut short. */
  async dispose(): Promise<void> {
    this.#abort.abort();
    clearInterval(this.#sweep);
    clearTimeout(this.#soon);
    for (const pool of this.#pools.values()) pool.refuseAll(stopped());
    await this.#scaling;
    await Promise.allSettled(this.environments.map((environment) => environment.stop("the runner stops")));
    await Promise.all(this.#running);
  }

  /** What `dispose` waits for. Must not reject. */
  #own(work: Promise<unknown>): void {
    const owned = work.finally(() => this.#running.delete(owned));
    this.#running.add(owned);
  }

  #pool(fn: LambdaFunction): FunctionPool {
    const existing = this.#pools.get(fn.name);
    if (existing) return existing;
    const pool = new FunctionPool(fn);
    this.#pools.set(fn.name, pool);
    return pool;
  }

  #throttleReason(pool: FunctionPool): ThrottleReason | undefined {
    let reserved = 0;
    let unreservedInFlight = 0;
    for (const { fn, inFlight } of this.#pools.values()) {
      reserved += fn.reservedConcurrency ?? 0;
      if (fn.reservedConcurrency === undefined) unreservedInFlight += inFlight;
    }
    return throttleReason({
      functionInFlight: pool.inFlight,
      reservedConcurrency: pool.fn.reservedConcurrency,
      unreservedInFlight,
      unreservedConcurrency: this.#options.accountConcurrency - reserved,
    });
  }

  #wait(pool: FunctionPool): Promise<Environment | undefined> {
    const environment = pool.wait(this.#options.queueLimitMs);
    if (finishing(pool) > 0) this.#scaleSoon();
    this.#scale();
    return environment;
  }

  /** Looks again when environments that have answered should have become idle. */
  #scaleSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#scale();
    }, finishLimitMs);
  }

  /** One look at a time, and one more if something changed meanwhile. */
  #scale(): void {
    if (this.#scaling) {
      this.#scaleAgain = true;
      return;
    }
    this.#scaling = this.#scaleOnce().finally(() => {
      this.#scaling = undefined;
      if (!this.#scaleAgain) return;
      this.#scaleAgain = false;
      this.#scale();
    });
  }

  async #scaleOnce(): Promise<void> {
    // As `nextScalingStep` would say, but before the machine is asked for its memory: that costs half a warm call.
    const pools = [...this.#pools.values()].filter((pool) => pool.waiting > pool.starting + finishing(pool));
    if (pools.length === 0 || this.#abort.signal.aborted) return;
    let availableMemoryMb = (await this.#options.engines[0].availableMemoryMb()) - memoryReserveMb;
    for (const { starting, neededMemoryMb } of this.#pools.values()) availableMemoryMb -= starting * neededMemoryMb;
    for (const pool of pools) {
      for (;;) {
        const step = nextScalingStep({
          waiting: pool.waiting,
          starting: pool.starting,
          finishing: finishing(pool),
          startingOfAll: [...this.#pools.values()].reduce((sum, each) => sum + each.starting, 0),
          maxStarting: this.#options.maxStarting,
          neededMemoryMb: pool.neededMemoryMb,
          availableMemoryMb,
          idleElsewhere: this.#longestIdle(pool) ? 1 : 0,
        });
        if (step === "wait") break;
        if (step === "make-room") {
          const idle = this.#longestIdle(pool);
          if (!idle) break;
          availableMemoryMb += idle.peakMemoryMb;
          await idle.stop("another function needs its memory");
        } else {
          availableMemoryMb -= pool.neededMemoryMb;
          this.#own(this.#startEnvironment(pool));
        }
      }
    }
  }

  #longestIdle(except: FunctionPool): Environment | undefined {
    const idle = [...this.#pools.values()].filter((pool) => pool !== except).flatMap((pool) => pool.idle);
    return idle.sort((a, b) => idleSinceMs(a) - idleSinceMs(b))[0];
  }

  /** Never rejects: a failure goes to the invocation that has waited longest. */
  async #startEnvironment(pool: FunctionPool): Promise<void> {
    pool.starting++;
    let environment: Environment | undefined;
    try {
      const { build, engine } = await this.#prepare(pool);
      const { region, credentials, observer } = this.#options;
      this.#abort.signal.throwIfAborted();
      environment = new Environment({
        fn: pool.fn,
        build,
        engine,
        region,
        credentials,
        onLog: (line) => observer.onLog(line),
        onStateChanged: (changed) => this.#onStateChanged(pool, changed),
      });
      pool.environments.add(environment);
      await environment.initialise();
    } catch (error) {
      pool.refuseFirst(this.#abort.signal.aborted ? stopped() : error);
      await environment?.stop("it could not be started");
    } finally {
      pool.starting--;
      this.#scale();
    }
  }

  /** Builds the code and prepares an engine, once a function. */
  #prepare(pool: FunctionPool): Promise<Prepared> {
    pool.prepared ??= this.#prepareOnce(pool.fn).catch((error: unknown) => {
      pool.prepared = undefined;
      throw error;
    });
    return pool.prepared;
  }

  async #prepareOnce(fn: LambdaFunction): Promise<Prepared> {
    const { builder, observer } = this.#options;
    const [build, engine] = await Promise.all([
      builder.build(fn, { id: randomBytes(4).toString("hex"), changed: new Set() }, this.#abort.signal),
      this.#prepareEngine(fn),
    ]);
    for (const problem of build.problems) observer.onProblem(problem);
    return { build, engine };
  }

  async #prepareEngine(fn: LambdaFunction): Promise<Engine> {
    const { engines, observer } = this.#options;
    let firstFailure: unknown;
    for (const engine of engines) {
      try {
        const progress = (step: PrepareProgress): void => observer.onProgress(fn, step);
        const problems = await engine.prepare(fn, progress, this.#abort.signal);
        if (firstFailure instanceof Failure) observer.onProblem(otherEngine(fn, engine, firstFailure));
        for (const problem of problems) observer.onProblem(problem);
        return engine;
      } catch (error) {
        // What the preferred engine says is what the person can do something about.
        firstFailure ??= error;
        if (!(error instanceof Failure) || !cannotRun.has(error.code)) break;
      }
    }
    throw firstFailure;
  }

  #onStateChanged(pool: FunctionPool, environment: Environment): void {
    if (environment.state.kind === "idle") pool.becameIdle(environment);
    if (environment.state.kind === "stopped") {
      pool.remove(environment);
      this.#scale();
    }
    this.#options.observer.onEnvironment(environment);
  }

  #retireIdle(): void {
    const deadlineMs = performance.now() - this.#options.idleTimeoutMs;
    for (const pool of this.#pools.values()) {
      for (const environment of [...pool.idle]) {
        if (idleSinceMs(environment) <= deadlineMs) void environment.stop("it was idle for long");
      }
    }
  }
}

/** A function with reserved concurrency may not have more environments than that, however long one takes to finish. */
function finishing(pool: FunctionPool): number {
  return pool.finishing(pool.fn.reservedConcurrency === undefined ? finishLimitMs : Infinity);
}

function idleSinceMs(environment: Environment): number {
  return environment.state.kind === "idle" ? environment.state.sinceMs : Infinity;
}

function stopped(): Failure {
  return new Failure("cancelled", "The runner is stopping. Start it again with `pilotlight start`.");
}

/** Failures after which another engine may still run the function. */
const cannotRun: ReadonlySet<FailureCode> = new Set(["image-unavailable", "engine-unavailable", "interpreter-missing"]);

function otherEngine(fn: LambdaFunction, engine: Engine, { message }: Failure): Problem {
  return {
    code: "runs-on-other-engine",
    severity: "warning",
    message: `${fn.name} runs on the ${engine.kind} engine instead: ${message}`,
    hint: "",
    file: fn.template,
    range: fn.range,
    logicalId: fn.logicalId,
  };
}
