import type { Build, BuildRequest } from "../build/builder.ts";
import type { Engine } from "../engine/engine.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { FunctionPool } from "./function-pool.ts";
import type { Prepared, Preparer } from "./preparer.ts";

export interface Rebuild {
  /** As it is going to be. */
  readonly fn: LambdaFunction;
  readonly request: BuildRequest;
  readonly preparer: Preparer;
  /** The function's pool; undefined once it is gone. */
  readonly pool: () => FunctionPool | undefined;
  readonly discard: (build: Build) => Promise<void>;
}

/**
 * Makes a function ready to start anew, as it is and as it is to be run by the end: for a debugger, or not.
 *
 * @throws Failure as `Preparer.prepare`
 */
export async function rebuild(
  { fn, request, preparer, pool, discard }: Rebuild,
  signal: AbortSignal,
): Promise<Prepared> {
  for (;;) {
    const before = pool();
    const isForDebugger = before?.isBuiltForDebugger ?? false;
    const prepared = await preparer.prepare(
      fn,
      { ...request, isForDebugger },
      signal,
      before && provenEngine(before, fn),
    );
    if ((pool()?.isBuiltForDebugger ?? isForDebugger) === isForDebugger) return prepared;
    // Debugging has begun or ended meanwhile.
    await discard(prepared.build);
    signal.throwIfAborted();
  }
}

/** The engine that the function runs on, if it would still do. */
function provenEngine(pool: FunctionPool, { packageType, runtime, architecture }: LambdaFunction): Engine | undefined {
  const before = pool.fn;
  const isSame =
    before.packageType === packageType && before.runtime === runtime && before.architecture === architecture;
  return isSame ? pool.current?.engine : undefined;
}
