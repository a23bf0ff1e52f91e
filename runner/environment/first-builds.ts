import type { FunctionPool } from "./function-pool.ts";
import type { Prepared } from "./preparer.ts";
import { removed } from "./refusals.ts";
import { SharedBuild } from "./shared-build.ts";

/** Sees to the first build of each function, once for all that wait for it. */
export class FirstBuilds {
  readonly #build: (pool: FunctionPool, signal: AbortSignal) => Promise<Prepared>;

  constructor(build: (pool: FunctionPool, signal: AbortSignal) => Promise<Prepared>) {
    this.#build = build;
  }

  /**
   * The function's first build; after it, what the last reload has left.
   *
   * @param signal of who waits: the build itself is stopped when nobody waits for it any more
   * @throws Failure as a build; `function-unknown` when the function goes away meanwhile
   */
  async prepared(pool: FunctionPool, signal?: AbortSignal): Promise<Prepared> {
    for (;;) {
      if (pool.isRemoved) throw removed(pool.fn);
      if (!pool.preparing || pool.preparing.isAbandoned) {
        pool.preparing = new SharedBuild((unwanted) => this.#build(pool, unwanted));
      }
      const { preparing } = pool;
      try {
        const prepared = await preparing.wait(signal);
        // Another one is wanted meanwhile.
        if (pool.preparing !== preparing) continue;
        if (!pool.current) pool.setCurrent(prepared);
        return prepared;
      } catch (error) {
        const isCurrent = pool.preparing === preparing;
        // Others may go on waiting for a build that one has given up.
        if (isCurrent && (!signal?.aborted || preparing.isAbandoned)) pool.preparing = undefined;
        // A reload may have succeeded meanwhile.
        if (isCurrent || signal?.aborted) throw error;
      }
    }
  }
}
