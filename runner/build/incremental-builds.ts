import type { BuildContext, BuildOptions, Message, Metafile, OutputFile } from "esbuild";
import { throwIfCancelled, unlessCancelled } from "./cancellation.ts";
import type { Esbuild } from "./load-esbuild.ts";

/** The context of a big bundle holds some hundred megabytes. */
const maxContexts = 16;

export interface IncrementalBuild {
  /** Whose context it is. */
  readonly owner: string;
  readonly esbuild: Esbuild;
  readonly options: BuildOptions;
  /** What the options come from: other options need another context. */
  readonly optionsKey: string;
  /** Keep a context for the next build: not worth it before a function is built for the second time. */
  readonly isRepeated: boolean;
}

/** What esbuild has read, by path relative to the code folder or with a prefix for what is no file. */
export type ReadFiles = Metafile["inputs"];

export interface BuiltInMemory {
  readonly warnings: readonly Message[];
  readonly outputFiles: readonly OutputFile[];
  /** Undefined from an esbuild that does not tell. */
  readonly read: ReadFiles | undefined;
  /** By path as in `read`: how many bytes of it are in the outputs. */
  readonly written: ReadonlyMap<string, number>;
}

const inMemory = { write: false, metafile: true } as const;

interface Kept {
  readonly esbuild: Esbuild;
  readonly optionsKey: string;
  readonly context: BuildContext<typeof inMemory>;
  /** A rebuild joins one that runs already, and would then not have seen the latest change: so never two at once. */
  running: Promise<unknown>;
  runs: number;
}

/** esbuild's contexts, which know what has not changed since the last build, of the functions built most lately. */
export class IncrementalBuilds {
  /** Built most lately last. */
  readonly #kept = new Map<string, Kept>();

  /** @throws esbuild's own errors; Failure `cancelled` */
  async run(build: IncrementalBuild, signal: AbortSignal): Promise<BuiltInMemory> {
    const { owner, esbuild, options, isRepeated } = build;
    // Before esbuild 0.17 there were no contexts.
    if (!isRepeated || !("context" in esbuild)) {
      return inMemoryResult(await unlessCancelled(esbuild.build({ ...options, ...inMemory }), signal));
    }
    const kept = await this.#take(build);
    const work = kept.running.then(() => {
      throwIfCancelled(signal);
      return kept.context.rebuild();
    });
    kept.running = work.catch(() => undefined);
    const cancel = (): void => void cancelRebuild(kept.context);
    signal.addEventListener("abort", cancel, { once: true });
    try {
      return inMemoryResult(await unlessCancelled(work, signal));
    } finally {
      signal.removeEventListener("abort", cancel);
      kept.runs--;
      await this.#evict(owner);
    }
  }

  async forget(owner: string): Promise<void> {
    const kept = this.#kept.get(owner);
    this.#kept.delete(owner);
    await kept?.running;
    await kept?.context.dispose();
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#kept.keys()].map((owner) => this.forget(owner)));
  }

  async #take({ owner, esbuild, options, optionsKey }: IncrementalBuild): Promise<Kept> {
    let kept = this.#kept.get(owner);
    if (kept?.esbuild !== esbuild || kept.optionsKey !== optionsKey) {
      await this.forget(owner);
      const context = await esbuild.context({ ...options, ...inMemory });
      kept = { esbuild, optionsKey, context, running: Promise.resolve(), runs: 0 };
    }
    kept.runs++;
    this.#kept.delete(owner);
    this.#kept.set(owner, kept);
    return kept;
  }

  async #evict(newest: string): Promise<void> {
    const spare = [...this.#kept].filter(([owner, { runs }]) => owner !== newest && runs === 0).map(([owner]) => owner);
    for (const owner of spare.slice(0, Math.max(0, this.#kept.size - maxContexts))) await this.forget(owner);
  }
}

/** Early esbuilds with contexts can't; the rebuild then goes on unheard. */
async function cancelRebuild(context: BuildContext): Promise<void> {
  if ("cancel" in context) await context.cancel().catch(() => undefined);
}

function inMemoryResult({
  warnings,
  outputFiles,
  metafile,
}: Omit<BuiltInMemory, "read" | "written"> & { readonly metafile?: Metafile }): BuiltInMemory {
  const written = new Map<string, number>();
  for (const { inputs } of Object.values(metafile?.outputs ?? {})) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      written.set(path, (written.get(path) ?? 0) + bytesInOutput);
    }
  }
  return { warnings, outputFiles, read: metafile?.inputs, written };
}
