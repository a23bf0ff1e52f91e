import type { Engine } from "../engine/engine.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { Environment } from "./environment.ts";
import type { FunctionPool } from "./function-pool.ts";
import type { Prepared } from "./preparer.ts";
import { cancelled, debuggedNow } from "./refusals.ts";

export interface ApartOptions {
  /** @throws Failure when the function is gone, or the runner stops */
  readonly require: (fn: LambdaFunction) => FunctionPool;
  /** What environments start from, built if need be. Throws as `Preparer.prepare`. */
  readonly prepared: (pool: FunctionPool, signal: AbortSignal) => Promise<Prepared>;
  /** One that gets no invocation from the pool. */
  readonly newEnvironment: (pool: FunctionPool, engine: Engine, fn: LambdaFunction) => Environment;
}

/** Starts environments that serve nobody but whoever asked for them: to measure in them. */
export class ApartEnvironments {
  readonly #options: ApartOptions;

  constructor(options: ApartOptions) {
    this.#options = options;
  }

  /**
   * An environment that runs the function's current build with other settings, past its init phase. To stop it is for the
   * caller; a reload retires it as all that run older code.
   *
   * @throws Failure what building the code and starting the engine throw; `usage` while the function is debugged;
   *   `function-unknown`; `cancelled`
   */
  async start(
    fn: LambdaFunction,
    settings: Partial<LambdaFunction>,
    signal: AbortSignal,
  ): Promise<{ readonly environment: Environment; readonly build: string }> {
    const pool = this.#options.require(fn);
    if (pool.debugging) throw debuggedNow(fn);
    let environment: Environment | undefined;
    const stop = (): void => void environment?.stop("it is not wanted any more");
    signal.addEventListener("abort", stop);
    try {
      const { build, id, engine } = await this.#options.prepared(pool, signal);
      signal.throwIfAborted();
      environment = this.#options.newEnvironment(pool, engine, { ...pool.fn, ...settings });
      pool.environments.add(environment);
      await environment.initialise(build, id);
      return { environment, build: id };
    } catch (error) {
      await environment?.stop("it could not be started");
      throw signal.aborted ? cancelled(fn) : error;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }
}
