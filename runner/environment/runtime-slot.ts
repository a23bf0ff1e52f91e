import type { Build } from "../build/builder.ts";
import type { DebugSetup } from "../engine/debug-setup.ts";
import type { Engine } from "../engine/engine.ts";
import { staysDebuggable } from "../model/debug-language.ts";
import { Failure } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";
import { awaitDebugger, debuggerArrival, type DebuggerAwaited } from "./await-debugger.ts";
import { Runtime } from "./runtime.ts";
import { SpareRuntime } from "./spare-runtime.ts";

export interface RuntimeSlotOptions {
  readonly environmentId: string;
  readonly fn: LambdaFunction;
  readonly engine: Engine;
  readonly stagesFolder: string;
  /** Set when a debugger is to be waited for. */
  readonly debugger: DebuggerAwaited | undefined;
  readonly variables: (build: Build) => Record<string, string>;
  /** The runtime waits for its debugger, and nothing of the function's is there yet. Must not reject. */
  readonly onDebuggerThere: (runtime: Runtime) => Promise<void>;
  readonly onOutput: (chunk: Buffer) => void;
  /** The runtime that is in the slot has ended by itself. */
  readonly onExit: () => void;
  /** Aborts when the environment is stopped. */
  readonly signal: AbortSignal;
}

/** A spare that is not at its gate by then will never be: its image knows no gate, or its runtime hangs. */
const bootLimitMs = 30_000;

/** Where an environment has its runtime: none, one that waits for its code, or one that runs. */
export class RuntimeSlot {
  readonly #options: RuntimeSlotOptions;
  #runtime: Runtime | undefined;
  #spare: SpareRuntime | undefined;

  constructor(options: RuntimeSlotOptions) {
    this.#options = options;
  }

  get runtime(): Runtime | undefined {
    return this.#runtime;
  }

  /**
   * Starts a runtime that waits before any of the function's code. Resolves when it waits.
   *
   * @param like the current build, which the build to come is expected to resemble
   * @throws Failure `spare-stale` when it does not wait; as `Engine.start`
   */
  async boot(like: Build): Promise<Runtime> {
    const { environmentId, fn, engine, stagesFolder, onOutput, signal } = this.#options;
    const request = { environmentId, fn, variables: this.#options.variables(like), debug: this.#debugSetup() };
    this.#spare = await SpareRuntime.start(engine, request, like, stagesFolder, onOutput, signal);
    const { runtime } = this.#spare;
    await this.#adopt(runtime);
    if (await runtime.arrives(bootLimitMs)) return runtime;
    const where = `${runtime.description} on the ${engine.kind} engine`;
    throw new Failure(
      "spare-stale",
      `${fn.name} can't be booted ahead: ${where} did not wait for its code. It is started anew after each save.`,
    );
  }

  /**
   * The runtime that waits, let go with the build's code; a new one when there is none, or it can't run this build.
   *
   * @throws Failure as `Engine.start`
   */
  async start(build: Build): Promise<Runtime> {
    const runtime = (await this.#released(build)) ?? (await this.#startNew(build));
    const awaited = this.#options.debugger;
    if (awaited) {
      void runtime.debugWait?.waiting.then((address) => address && this.#options.onDebuggerThere(runtime));
      void awaitDebugger(runtime, awaited);
    }
    return runtime;
  }

  /** Kills the runtime and whatever was made for it. */
  async reset(): Promise<void> {
    const stoppable = this.#spare ?? this.#runtime;
    const debugWait = this.#runtime?.debugWait;
    this.#runtime = undefined;
    this.#spare = undefined;
    await debuggerArrival(debugWait);
    await stoppable?.stop();
  }

  /** The runtime that waited; undefined when there was none, or it can't run this build. */
  async #released(build: Build): Promise<Runtime | undefined> {
    const spare = this.#spare;
    if (!spare?.fits(build)) return undefined;
    try {
      await spare.release(build);
      return spare.runtime;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.#options.signal.throwIfAborted();
      return undefined;
    }
  }

  async #startNew(build: Build): Promise<Runtime> {
    await this.reset();
    const { environmentId, fn, engine, onOutput, signal } = this.#options;
    const { codeFolder, layerFolder } = build;
    const variables = this.#options.variables(build);
    const debug = this.#debugSetup();
    const request = { environmentId, fn, codeFolder, layerFolder, variables, isSpare: false, debug };
    const runtime = await Runtime.start(engine, request, onOutput, signal);
    await this.#adopt(runtime);
    return runtime;
  }

  /** Undefined when the function's runtime has become another since. */
  #debugSetup(): DebugSetup | undefined {
    const { fn, debugger: awaited } = this.#options;
    return awaited && staysDebuggable(awaited.setup.language, fn) ? awaited.setup : undefined;
  }

  async #adopt(runtime: Runtime): Promise<void> {
    const { signal, onExit } = this.#options;
    this.#runtime = runtime;
    runtime.onExit(() => {
      if (this.#runtime === runtime) onExit();
    });
    if (!signal.aborted) return;
    // Stopped while it was being started: nobody else will stop it.
    await this.reset();
    signal.throwIfAborted();
  }
}
