import type { Engine } from "../engine/engine.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { Debugging } from "./debugging.ts";
import type { FunctionPool } from "./function-pool.ts";
import type { Prepared } from "./preparer.ts";
import { notDebugged } from "./refusals.ts";

export interface DebugSwitchOptions {
  readonly find: (functionName: string) => FunctionPool | undefined;
  /** @throws Failure when the function is gone, or the runner stops */
  readonly require: (fn: LambdaFunction) => FunctionPool;
  /** What environments start from, built if need be. Throws as `Preparer.prepare`. */
  readonly prepared: (pool: FunctionPool, signal: AbortSignal) => Promise<Prepared>;
  /** Throws as `Preparer.prepareOn`. */
  readonly prepareOn: (kind: Engine["kind"], fn: LambdaFunction, signal: AbortSignal) => Promise<Engine>;
  /** Environments have gone, or are wanted. */
  readonly look: () => void;
}

/** Turns the debugging of functions on and off: what they are built for, where they run, and whom they wait for. */
export class DebugSwitch {
  readonly #options: DebugSwitchOptions;

  constructor(options: DebugSwitchOptions) {
    this.#options = options;
  }

  /**
   * The engine that the function runs on, or one of another kind that it can run on, once it is known that a debugger can
   * get at it there and it is built for one.
   *
   * @param needsOwnBuild its builds are to be such as a debugger can work with, from now on until `cancel` or `end`
   * @param kind the one that it runs on when undefined
   * @throws Failure what a first build throws; as `Preparer.prepareOn` and `Engine.requireDebuggable`; `cancelled`
   */
  async prepare(
    fn: LambdaFunction,
    needsOwnBuild: boolean,
    kind: Engine["kind"] | undefined,
    signal: AbortSignal,
  ): Promise<Engine> {
    const pool = this.#options.require(fn);
    pool.buildForDebugger(needsOwnBuild);
    try {
      const { engine: usual } = pool.current ?? (await this.#options.prepared(pool, signal));
      const isUsual = kind === undefined || kind === usual.kind;
      const engine = isUsual ? usual : await this.#options.prepareOn(kind, fn, signal);
      engine.requireDebuggable(fn);
      return engine;
    } catch (error) {
      throw signal.aborted ? notDebugged(fn) : error;
    }
  }

  /** Debugging that was prepared does not come about. */
  cancel(functionName: string): void {
    this.#options.find(functionName)?.buildForDebugger(false);
  }

  /**
   * Has every environment of the function wait for a debugger from now on.
   *
   * @param engine what it runs on meanwhile
   * @param isLazy else the first one is started at once
   * @throws Failure when it is gone, or the runner stops
   */
  start(fn: LambdaFunction, debugging: Debugging, engine: Engine, isLazy: boolean): void {
    const pool = this.#options.require(fn);
    pool.debugging = debugging;
    pool.moveTo(engine);
    if (!isLazy) {
      pool.usedAtMs = performance.now();
      void pool.wantWarmUp();
    }
    pool.retireAll("it is going to be debugged");
    pool.takeSpare()?.retire("it has no debugger");
    this.#options.look();
  }

  /**
   * The function's environments end, and later ones wait for no debugger. Resolves when no debugger is about to attach any
   * more: whoever ends a session wants to detach from each. Never rejects.
   */
  async end(functionName: string, debugging: Debugging): Promise<void> {
    debugging.end();
    const pool = this.#options.find(functionName);
    if (pool?.debugging !== debugging) return;
    const arrivals = [...pool.environments].map((environment) => environment.debuggerArrival());
    pool.debugging = undefined;
    pool.moveHome();
    pool.buildForDebugger(false);
    pool.retireAll("its debugging has ended");
    pool.takeSpare()?.retire("its debugging has ended");
    this.#options.look();
    await Promise.all(arrivals);
  }
}
