import { FunctionBundler, type Bundle, type BundleJob } from "./function-bundler.ts";
import { IncrementalBuilds } from "./incremental-builds.ts";
import { loadEsbuild, type Esbuild } from "./load-esbuild.ts";

/** Bundles Node functions with esbuild, and owns its service processes. */
export class Bundler {
  readonly #incremental = new IncrementalBuilds();
  readonly #functions = new Map<string, FunctionBundler>();
  readonly #loaded = new Set<Esbuild>();

  /** @throws BuildFailure for errors in the sources; Failure `build-failed` when esbuild cannot run, `cancelled` */
  async bundle(job: Omit<BundleJob, "esbuild">, signal: AbortSignal): Promise<Bundle> {
    const esbuild = await loadEsbuild(job.codeFolder);
    this.#loaded.add(esbuild);
    let bundler = this.#functions.get(job.fn.name);
    if (!bundler) this.#functions.set(job.fn.name, (bundler = new FunctionBundler(this.#incremental)));
    return bundler.bundle({ ...job, esbuild }, signal);
  }

  /** Of one function: what is known from its last builds, and esbuild's context. */
  async forget(functionName: string): Promise<void> {
    this.#functions.delete(functionName);
    await this.#incremental.forget(functionName);
  }

  async dispose(): Promise<void> {
    this.#functions.clear();
    await this.#incremental.dispose();
    const loaded = [...this.#loaded];
    this.#loaded.clear();
    // Old versions have no `stop`; their service process ends with this process.
    for (const esbuild of loaded) if ("stop" in esbuild) await esbuild.stop();
  }
}
