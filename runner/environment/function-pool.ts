import type { Build } from "../build/builder.ts";
import type { Engine } from "../engine/engine.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { Debugging } from "./debugging.ts";
import type { Environment } from "./environment.ts";
import type { InitError } from "./outcome.ts";
import type { Prepared } from "./preparer.ts";
import { SharedBuild } from "./shared-build.ts";

interface Waiter {
  readonly resolve: (environment: Environment | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** The environments of one function and the invocations that wait for one of them. */
export class FunctionPool {
  readonly environments = new Set<Environment>();
  /** The function is gone, and whatever still refers to this has to let go. */
  isRemoved = false;
  /** What the first build is waited for by; set once and replaced by each reload, unset again by a failure. */
  preparing: SharedBuild | undefined;
  /** Invocations that wait or run and have no answer yet. */
  inFlight = 0;
  /** When it was last invoked or edited, on the clock of `performance.now`. */
  usedAtMs = -Infinity;
  /** While it is debugged: its environments wait for a debugger. */
  debugging: Debugging | undefined;
  /** What a runtime takes that has booted and not begun with the function, in MB; undefined while none was a spare. */
  bootMb: number | undefined;
  #isBuiltForDebugger = false;
  #fn: LambdaFunction;
  #spare: Environment | undefined;
  #current: Prepared | undefined;
  /** The engine it ran on before `moveTo`. */
  #home: Engine | undefined;
  /** Environments on their way, that will be current when they arrive. */
  #starts = new Set<symbol>();
  #warmUp: PromiseWithResolvers<WarmUp> | undefined;
  readonly #builds = new Set<Build>();
  readonly #waiters: Waiter[] = [];
  /** Most recently used last. */
  readonly #idle: Environment[] = [];
  /** Environments that have answered and are not idle yet, with the time of the answer. */
  readonly #answeredAtMs = new Map<Environment, number>();
  #highestPeakMemoryMb = 0;

  constructor(fn: LambdaFunction) {
    this.#fn = fn;
  }

  get fn(): LambdaFunction {
    return this.#fn;
  }

  /** Its builds are such as a debugger can work with. */
  get isBuiltForDebugger(): boolean {
    return this.#isBuiltForDebugger;
  }

  /** What environments start from now; undefined before the first build. */
  get current(): Prepared | undefined {
    return this.#current;
  }

  /** The function's place, triggers and the like have changed; what runs goes on. */
  describe(fn: LambdaFunction): void {
    this.#fn = fn;
  }

  setCurrent(prepared: Prepared): void {
    this.#current = prepared;
    this.#builds.add(prepared.build);
  }

  /**
   * Whether its builds are to be such as a debugger can work with. What environments start from is made anew then when the
   * next one is wanted; what runs goes on.
   */
  buildForDebugger(isForDebugger: boolean): void {
    if (this.#isBuiltForDebugger === isForDebugger) return;
    this.#isBuiltForDebugger = isForDebugger;
    this.preparing = undefined;
    this.#current = undefined;
  }

  /**
   * From now on the function is this. What runs anything older is for the caller to end. Spares stay, for they run
   * nothing yet.
   */
  replace(fn: LambdaFunction, prepared: Prepared): void {
    this.#fn = fn;
    this.preparing = new SharedBuild(() => Promise.resolve(prepared));
    this.setCurrent(prepared);
    this.#highestPeakMemoryMb = 0;
    this.#starts.clear();
    this.settleWarmUp({ kind: "superseded" });
  }

  /**
   * Has the function run on this engine until `moveHome`. What runs elsewhere is for the caller to end, the spare
   * included.
   */
  moveTo(engine: Engine): void {
    if (!this.#current || this.#current.engine === engine) return;
    this.#home ??= this.#current.engine;
    this.replace(this.#fn, { ...this.#current, engine });
  }

  /** Has it run again where it ran before. */
  moveHome(): void {
    if (!this.#home) return;
    this.moveTo(this.#home);
    this.#home = undefined;
  }

  /** Gives everything but the spare no invocation any more, and ends it; `quiet` is as for `Environment.retire`. */
  retireAll(reason: string, quiet?: Promise<void>): void {
    for (const environment of [...this.environments]) environment.retire(reason, quiet);
  }

  get starting(): number {
    return this.#starts.size;
  }

  /** An environment is on its way until the returned function is called. */
  addStart(): () => void {
    const start = Symbol();
    this.#starts.add(start);
    return () => void this.#starts.delete(start);
  }

  get isWarmUpWanted(): boolean {
    return this.#warmUp !== undefined;
  }

  /** Wants an environment to be there, invoked or not; resolves when there is one, or will be none. */
  wantWarmUp(): Promise<WarmUp> {
    this.#warmUp ??= Promise.withResolvers();
    return this.#warmUp.promise;
  }

  settleWarmUp(result: WarmUp): void {
    this.#warmUp?.resolve(result);
    this.#warmUp = undefined;
  }

  get waiting(): number {
    return this.#waiters.length;
  }

  get idle(): readonly Environment[] {
    return this.#idle;
  }

  /** What one more environment will take: the highest peak seen so far, or all it may have while none was seen. */
  get neededMemoryMb(): number {
    return this.#highestPeakMemoryMb || this.fn.memoryMb;
  }

  /** The most recently used idle environment, which is no longer idle for others. */
  takeIdle(): Environment | undefined {
    return this.#idle.pop();
  }

  /** A booted environment that waits for the next build. */
  get spare(): Environment | undefined {
    return this.#spare;
  }

  setSpare(environment: Environment): void {
    if (!environment.debugging) this.bootMb = environment.peakMemoryMb;
    // While it booted, debugging may have begun or ended: one with a debugger would keep that, and its port, for nothing.
    const isWanted = !this.isRemoved && !this.#spare && environment.debugging === this.debugging;
    if (isWanted) this.#spare = environment;
    else environment.retire("it is not needed");
  }

  takeSpare(): Environment | undefined {
    const spare = this.#spare;
    this.#spare = undefined;
    return spare;
  }

  /** The next environment that becomes free; undefined when none did in `limitMs`. Rejects when `signal` aborts. */
  wait(limitMs: number, signal?: AbortSignal): Promise<Environment | undefined> {
    return new Promise((resolve, reject) => {
      const leave = (): void => void this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
      const timer = setTimeout(() => {
        leave();
        waiter.resolve(undefined);
      }, limitMs);
      const giveUp = (): void => {
        leave();
        waiter.reject(signal?.reason);
      };
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", giveUp);
      };
      const waiter: Waiter = {
        resolve: (environment) => {
          settle();
          resolve(environment);
        },
        reject: (error) => {
          settle();
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      };
      signal?.addEventListener("abort", giveUp);
      this.#waiters.push(waiter);
    });
  }

  /** The environment's invocation has its answer; what is left to do in it is short, as a rule. */
  answered(environment: Environment): void {
    if (environment.state.kind === "busy") this.#answeredAtMs.set(environment, performance.now());
  }

  /**
   * How many environments are to be idle soon: those that have answered not longer than `limitMs` ago. Without a limit
   * it is how many have yet to end, the outdated ones too.
   */
  finishing(limitMs: number): number {
    const sinceMs = performance.now() - limitMs;
    const entries = [...this.#answeredAtMs];
    return entries.filter(([{ isRetired }, atMs]) => atMs > sinceMs && (!isRetired || limitMs === Infinity)).length;
  }

  becameIdle(environment: Environment): void {
    this.#answeredAtMs.delete(environment);
    if (!environment.debugging) {
      this.#highestPeakMemoryMb = Math.max(this.#highestPeakMemoryMb, environment.peakMemoryMb);
    }
    this.settleWarmUp({ kind: "ready", initError: environment.initError });
    const waiter = this.#waiters.shift();
    if (waiter) waiter.resolve(environment);
    else this.#idle.push(environment);
  }

  remove(environment: Environment): void {
    this.environments.delete(environment);
    if (this.#spare === environment) this.#spare = undefined;
    this.#answeredAtMs.delete(environment);
    const index = this.#idle.indexOf(environment);
    if (index >= 0) this.#idle.splice(index, 1);
  }

  refuseFirst(error: unknown): void {
    this.#waiters.shift()?.reject(error);
  }

  refuseAll(error: unknown): void {
    while (this.#waiters.length > 0) this.refuseFirst(error);
  }

  /** Builds that nothing runs and nothing will: each is returned once. */
  takeUnusedBuilds(): Build[] {
    const used = new Set([this.#current?.build, ...[...this.environments].map(({ build }) => build)]);
    const unused = [...this.#builds].filter((build) => !used.has(build));
    for (const build of unused) this.#builds.delete(build);
    return unused;
  }
}

/** What became of the wish to have a function warm. */
export type WarmUp =
  /** `initError` is what its init failed with, if it did. */
  | { readonly kind: "ready"; readonly initError: InitError | undefined }
  /** The machine has no room for it now; the next call starts it. */
  | { readonly kind: "later" }
  /** It could not be started. */
  | { readonly kind: "failed"; readonly error: unknown }
  /** A newer build took over, or the function is gone. */
  | { readonly kind: "superseded" };
