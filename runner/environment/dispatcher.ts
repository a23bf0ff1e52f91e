import { randomBytes } from "node:crypto";
import type { BuildRequest } from "../build/builder.ts";
import type { Engine } from "../engine/engine.ts";
import { Failure } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";
import { ApartEnvironments } from "./apart.ts";
import { DebugSwitch } from "./debug-switch.ts";
import type { DispatcherOptions } from "./dispatcher-options.ts";
import { Environment } from "./environment.ts";
import { FirstBuilds } from "./first-builds.ts";
import { FunctionPool, type WarmUp } from "./function-pool.ts";
import type { Invocation, RunningInvocation } from "./invocation.ts";
import { Preparer, type Prepared } from "./preparer.ts";
import { quietMoment } from "./quiet-moment.ts";
import { rebuild } from "./rebuild.ts";
import { cancelled, removed, stopped } from "./refusals.ts";
import { Scaler } from "./scaler.ts";
import { concurrencyView, throttleReason, type ThrottleReason } from "./scaling.ts";
import { SpareKeeper } from "./spare-keeper.ts";

export type Dispatched =
  | { readonly kind: "running"; readonly running: RunningInvocation }
  | { readonly kind: "throttled"; readonly reason: ThrottleReason };

/** A build that has taken over. */
export interface Reloaded {
  /** Resolves when an environment of it waits for calls, or it is clear that none will before the next call. */
  readonly ready: Promise<WarmUp>;
}

/** Finds every invocation an environment: an idle one, a spare, a new one, or none and says why. */
export class Dispatcher {
  /** Turns the debugging of functions on and off. */
  readonly debugging: DebugSwitch;
  /** Environments to measure in. */
  readonly apart: ApartEnvironments;
  readonly #options: DispatcherOptions;
  readonly #pools = new Map<string, FunctionPool>();
  readonly #environments = new Set<Environment>();
  readonly #abort = new AbortController();
  readonly #sweep: NodeJS.Timeout;
  readonly #running = new Set<Promise<unknown>>();
  readonly #preparer: Preparer;
  readonly #firstBuilds: FirstBuilds;
  readonly #scaler: Scaler;
  readonly #spares: SpareKeeper;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    const { engines, builder, observer } = options;
    this.#preparer = new Preparer(engines, builder, observer);
    this.#firstBuilds = new FirstBuilds(({ fn, isBuiltForDebugger: isForDebugger }, unwanted) => {
      const signal = AbortSignal.any([unwanted, this.#abort.signal]);
      return this.#preparer.prepare(fn, { id: newBuildId(), changed: new Set(), isForDebugger }, signal);
    });
    const shared = {
      pools: () => [...this.#pools.values()],
      availableMemoryMb: () => engines[0].availableMemoryMb(),
      own: (work: Promise<void>) => this.#own(work),
    };
    this.#scaler = new Scaler({
      ...shared,
      maxStarting: options.maxStarting,
      prepare: (pool) => this.#firstBuilds.prepared(pool),
      newEnvironment: (pool, engine) => this.#newEnvironment(pool, engine),
      stopped: () => (this.#abort.signal.aborted ? stopped() : undefined),
    });
    this.debugging = new DebugSwitch({
      find: (name) => this.#pools.get(name),
      require: (fn) => this.#require(fn),
      prepared: (pool, signal) => this.#firstBuilds.prepared(pool, signal),
      prepareOn: (kind, fn, signal) => this.#preparer.prepareOn(kind, fn, signal),
      look: () => this.#scaler.look(),
    });
    this.apart = new ApartEnvironments({
      require: (fn) => this.#require(fn),
      prepared: (pool, signal) => this.#firstBuilds.prepared(pool, signal),
      newEnvironment: (pool, engine, fn) => this.#newEnvironment(pool, engine, { fn, isApart: true }),
    });
    this.#spares = new SpareKeeper({
      ...shared,
      limits: options.spareLimits,
      keepMs: options.idleTimeoutMs,
      newSpare: (pool, engine) => this.#newEnvironment(pool, engine),
      onBug: (error) => observer.onBug(error),
    });
    this.#sweep = setInterval(() => this.#retireIdle(), Math.min(options.idleTimeoutMs, 10_000));
    this.#sweep.unref();
  }

  /**
   * Tells which functions exist: reserved concurrency of all of them counts, invoked or not. Those that are no longer
   * there end with the invocations that run; invocations that wait for them are refused.
   */
  setFunctions(functions: readonly LambdaFunction[]): void {
    const names = new Set(functions.map(({ name }) => name));
    for (const [name, pool] of this.#pools) if (!names.has(name)) this.#remove(pool);
    for (const fn of functions) if (!this.#pools.has(fn.name)) this.#pools.set(fn.name, new FunctionPool(fn));
  }

  /** Those that are not stopped, spares included. */
  get environments(): readonly Environment[] {
    return [...this.#environments];
  }

  /** Whether anything starts or runs; what is debugged may stand still for hours. */
  get isBusy(): boolean {
    const environments = [...this.#environments].filter(({ debugging }) => !debugging);
    return environments.some(({ state }) => state.kind === "starting" || state.kind === "busy");
  }

  /** Whether the function has been built, or is being built for the first time. */
  isBuilt(functionName: string): boolean {
    return this.#pools.get(functionName)?.preparing !== undefined;
  }

  /** What a function's environments start from now; undefined before its first build. */
  current(functionName: string): Prepared | undefined {
    return this.#pools.get(functionName)?.current;
  }

  /** Whether the function has environments, or was invoked or edited lately. */
  isInUse(functionName: string): boolean {
    const pool = this.#pools.get(functionName);
    if (!pool) return false;
    return pool.environments.size > 0 || pool.usedAtMs > performance.now() - this.#options.idleTimeoutMs;
  }

  /**
   * Resolves once the invocation has an environment, or was refused one.
   *
   * @param signal withdraws the invocation while it waits, and ends it with its environment when it runs
   * @throws Failure what building the code and starting the engine throw; `function-unknown` when the function goes
   *   away meanwhile; `cancelled` after `dispose`, and when `signal` aborts while it waits
   */
  async invoke(fn: LambdaFunction, invocation: Invocation, signal?: AbortSignal): Promise<Dispatched> {
    if (this.#abort.signal.aborted) throw stopped();
    if (signal?.aborted) throw cancelled(fn);
    const pool = this.#pools.get(fn.name);
    if (!pool) throw removed(fn);
    const reason = throttleReason(concurrencyView(pool, this.#pools.values(), this.#options.accountConcurrency));
    if (reason) return { kind: "throttled", reason };
    pool.usedAtMs = performance.now();
    pool.inFlight++;
    let environment: Environment | undefined;
    try {
      do environment = pool.takeIdle() ?? (await this.#wait(pool, signal));
      while (
        // Its runtime may have died, or its code been replaced, between being found and being used.
        environment &&
        environment.state.kind !== "idle"
      );
    } finally {
      if (!environment) pool.inFlight--;
    }
    if (!environment) return { kind: "throttled", reason: "ConcurrentInvocationLimitExceeded" };
    const running = environment.invoke(invocation, signal);
    this.#own(this.#follow(pool, environment, running));
    return { kind: "running", running };
  }

  /**
   * Builds a function anew and lets the build take over: from then on no invocation is served by anything older.
   *
   * @param isWarmUpWanted whether an environment is to be started at once
   * @throws Failure as a build and `Engine.prepare`; what was there serves on then
   */
  async reload(
    fn: LambdaFunction,
    request: BuildRequest,
    isWarmUpWanted: boolean,
    signal: AbortSignal,
  ): Promise<Reloaded> {
    const stopping = AbortSignal.any([signal, this.#abort.signal]);
    const prepared = await rebuild(
      {
        fn,
        request,
        preparer: this.#preparer,
        pool: () => this.#pools.get(fn.name),
        discard: (build) => this.#options.builder.discard(build),
      },
      stopping,
    );
    signal.throwIfAborted();
    return this.#takeOver(fn, prepared, "its code has changed", isWarmUpWanted);
  }

  /**
   * Lets a function's changed settings take over, its build as it is but for the id.
   *
   * @returns undefined when there is no build yet: the first one will have them
   */
  resettle(fn: LambdaFunction, id: string, isWarmUpWanted: boolean): Reloaded | undefined {
    const prepared = this.#pools.get(fn.name)?.current;
    return prepared && this.#takeOver(fn, { ...prepared, id }, "its settings have changed", isWarmUpWanted);
  }

  /** Takes note of a function's changed place, triggers and the like: nothing that runs depends on them. */
  describe(fn: LambdaFunction): void {
    this.#pools.get(fn.name)?.describe(fn);
  }

  /** @throws Failure when it is gone, or the runner stops */
  #require(fn: LambdaFunction): FunctionPool {
    const pool = this.#pools.get(fn.name);
    if (!pool || this.#abort.signal.aborted) throw pool ? stopped() : removed(fn);
    return pool;
  }

  #takeOver(fn: LambdaFunction, prepared: Prepared, reason: string, isWarmUpWanted: boolean): Reloaded {
    const pool = this.#require(fn);
    pool.replace(fn, prepared);
    if (isWarmUpWanted) pool.usedAtMs = performance.now();
    const ready = isWarmUpWanted ? pool.wantWarmUp() : Promise.resolve<WarmUp>({ kind: "later" });
    const quiet = quietMoment(ready, this.#abort.signal);
    // An engine that removes a container has less time for the one that is waited for.
    pool.retireAll(reason, prepared.engine.sharesPorts ? undefined : quiet);
    this.#scaler.look();
    this.#own(quiet.then(() => this.#discardUnused(pool)));
    return { ready };
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

  /** Stops what waits for calls: idle environments and spares. Resolves to how many when nothing of them is left. */
  async stopWaiting(): Promise<number> {
    const waiting = [...this.#environments].filter(({ state }) => state.kind === "idle" || state.kind === "spare");
    // Who is not in use gets no new spare.
    for (const pool of this.#pools.values()) if (pool.inFlight === 0) pool.usedAtMs = -Infinity;
    await Promise.allSettled(waiting.map((environment) => environment.stop("somebody cleaned up")));
    return waiting.length;
  }

  /** Stops every environment. Invocations that wait are refused; those that run are cut short. */
  async dispose(): Promise<void> {
    this.#abort.abort();
    clearInterval(this.#sweep);
    this.#spares.dispose();
    for (const pool of this.#pools.values()) {
      pool.refuseAll(stopped());
      pool.settleWarmUp({ kind: "superseded" });
    }
    await this.#scaler.dispose();
    await Promise.allSettled([...this.#environments].map((environment) => environment.stop("the runner stops")));
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** What `dispose` waits for. Must not reject. */
  #own(work: Promise<unknown>): void {
    const owned = work.finally(() => this.#running.delete(owned));
    this.#running.add(owned);
  }

  #remove(pool: FunctionPool): void {
    this.#pools.delete(pool.fn.name);
    pool.isRemoved = true;
    pool.refuseAll(removed(pool.fn));
    pool.settleWarmUp({ kind: "superseded" });
    pool.retireAll("its function is gone");
    pool.spare?.retire("its function is gone");
    this.#own(
      this.#options.builder.forget(pool.fn.name).catch((error: unknown) => this.#options.observer.onBug(error)),
    );
  }

  async #wait(pool: FunctionPool, signal: AbortSignal | undefined): Promise<Environment | undefined> {
    try {
      // A first build may take minutes, and is not what the limit is for.
      if (!pool.current) await this.#firstBuilds.prepared(pool, signal);
      signal?.throwIfAborted();
      const environment = pool.wait(pool.debugging ? longestTimerMs : this.#options.queueLimitMs, signal);
      this.#scaler.look(pool);
      return await environment;
    } catch (error) {
      throw signal?.aborted ? cancelled(pool.fn) : error;
    }
  }

  #newEnvironment(pool: FunctionPool, engine: Engine, { fn = pool.fn, isApart = false } = {}): Environment {
    const { region, credentials, stagesFolder, observer } = this.#options;
    const environment = new Environment({
      fn,
      engine,
      region,
      credentials,
      stagesFolder,
      debugging: pool.debugging,
      plainMb: pool.debugging?.plainMb(pool.bootMb),
      onLog: (line) => observer.onLog(line),
      onStateChanged: (changed) => this.#onStateChanged(pool, changed, isApart),
    });
    this.#environments.add(environment);
    return environment;
  }

  #onStateChanged(pool: FunctionPool, environment: Environment, isApart: boolean): void {
    switch (environment.state.kind) {
      case "idle":
        if (isApart) break;
        pool.becameIdle(environment);
        this.#spares.lookSoon();
        break;
      case "spare":
        pool.setSpare(environment);
        break;
      case "stopped":
        this.#environments.delete(environment);
        pool.remove(environment);
        this.#scaler.look();
        this.#own(this.#ended(pool, environment));
    }
    this.#options.observer.onEnvironment(environment);
  }

  /** Never rejects. */
  async #ended(pool: FunctionPool, environment: Environment): Promise<void> {
    try {
      await environment.stop("it has ended");
    } catch (error) {
      this.#options.observer.onBug(error);
    }
    this.#discardUnused(pool);
    // Its memory is free only now.
    this.#scaler.look();
  }

  #discardUnused(pool: FunctionPool): void {
    const { builder, observer } = this.#options;
    for (const build of pool.takeUnusedBuilds()) {
      this.#own(builder.discard(build).catch((error: unknown) => observer.onBug(error)));
    }
  }

  #retireIdle(): void {
    const deadlineMs = performance.now() - this.#options.idleTimeoutMs;
    for (const pool of this.#pools.values()) {
      for (const environment of [...pool.idle]) {
        if (environment.idleSinceMs <= deadlineMs) void environment.stop("it was idle for long");
      }
    }
    this.#spares.lookSoon();
  }
}

/** What `setTimeout` can wait, 25 days: while a debugger stands in an init phase, those who wait for it have no limit. */
const longestTimerMs = 2 ** 31 - 1;

/** 8 hex characters. */
export function newBuildId(): string {
  return randomBytes(4).toString("hex");
}
