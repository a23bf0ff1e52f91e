import type { BuildContext, BuildOptions, BuildResult } from "esbuild";
import { unlessCancelled } from "./cancellation.ts";
import type { Esbuild } from "./load-esbuild.ts";

/** The context of a big bundle holds some hundred megabytes. */
const maxContexts = 16;

export interface IncrementalBuild {
  /** Whose context it is: the functions' names. */
  readonly owner: string;
  readonly esbuild: Esbuild;
  readonly options: BuildOptions & { write: false };
  /** What the options come from: other options need another context. */
  readonly optionsKey: string;
  /** Keep a context for the next build: not worth it before a function is built for the second time. */
  readonly isRepeated: boolean;
}

export type BuiltInMemory = BuildResult<{ write: false }>;

interface Kept {
  readonly esbuild: Esbuild;
  readonly optionsKey: string;
  readonly context: BuildContext<{ write: false }>;
  /** A rebuild joins one that runs already, and would then not have seen the latest change: so never two at once. */
  running: Promise<unknown>;
}

/** esbuild's contexts, which know what has not changed since the last build, of the functions built most lately. */
export class IncrementalBuilds {
  /** Built most lately last. */
  readonly #kept = new Map<string, Kept>();

  /**
   * The calls for one owner must not overlap, but for one that was cancelled.
   *
   * @throws esbuild's own errors; Failure `cancelled`
   */
  async run(build: IncrementalBuild, signal: AbortSignal): Promise<BuiltInMemory> {
    const { owner, esbuild, options, isRepeated } = build;
    // Before esbuild 0.17 there were no contexts.
    if (!isRepeated || !("context" in esbuild)) return unlessCancelled(esbuild.build(options), signal);
    const kept = await this.#context(build);
    await unlessCancelled(
      kept.running.catch(() => undefined),
      signal,
    );
    const work = kept.context.rebuild();
    kept.running = work;
    const cancel = (): void =>
      void (kept.context.cancel as (() => Promise<void>) | undefined)?.().catch(() => undefined);
    signal.addEventListener("abort", cancel, { once: true });
    try {
      return await unlessCancelled(work, signal);
    } finally {
      signal.removeEventListener("abort", cancel);
      await this.#evict(owner);
    }
  }

  async forget(owner: string): Promise<void> {
    const kept = this.#kept.get(owner);
    this.#kept.delete(owner);
    await kept?.running.catch(() => undefined);
    await kept?.context.dispose();
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#kept.keys()].map((owner) => this.forget(owner)));
  }

  async #context({ owner, esbuild, options, optionsKey }: IncrementalBuild): Promise<Kept> {
    const kept = this.#kept.get(owner);
    if (kept?.esbuild === esbuild && kept.optionsKey === optionsKey) {
      this.#kept.delete(owner);
      this.#kept.set(owner, kept);
      return kept;
    }
    await this.forget(owner);
    const made = { esbuild, optionsKey, context: await esbuild.context(options), running: Promise.resolve() };
    this.#kept.set(owner, made);
    return made;
  }

  async #evict(newest: string): Promise<void> {
    for (const owner of this.#kept.keys()) {
      if (this.#kept.size <= maxContexts) return;
      if (owner !== newest) await this.forget(owner);
    }
  }
}
