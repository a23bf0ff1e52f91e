import type { LambdaFunction } from "../model/function.ts";
import type { Problem } from "../model/problem.ts";
import { BuildFailure } from "./build-failure.ts";
import { joinInputs, type BuildInputs } from "./build-inputs.ts";
import type { BundleRecipe } from "./bundle-recipe.ts";
import { throwIfCancelled } from "./cancellation.ts";
import { CodeFolders } from "./code-folders.ts";
import { clockTickMs, wereHalfSaved } from "./half-saved.ts";
import { likelyInputs } from "./inputs/likely-inputs.ts";
import { Layers } from "./layers.ts";
import { Storage, type StorageUse } from "./storage.ts";

export type { BuildInputs, InputFolder } from "./build-inputs.ts";

/** What an engine needs of a function's code. */
export interface Build {
  /** 8 hex characters, those of the request; shown with each invocation. */
  readonly id: string;
  /** Absolute path of what becomes `/var/task`; undefined for image functions. */
  readonly codeFolder: string | undefined;
  /** `codeFolder` is the person's own, so what they save stands in it at once; otherwise it was made by this build and never changes. */
  readonly isLive: boolean;
  /** Absolute path of what becomes `/opt`: layers, and packages of Python; undefined when there are none. */
  readonly layerFolder: string | undefined;
  /** The code was bundled, with source maps that lead back to the sources. */
  readonly hasSourceMaps: boolean;
  /** Set when the code was bundled. */
  readonly recipe: BundleRecipe | undefined;
  readonly inputs: BuildInputs;
  /** Warnings: the function runs all the same. */
  readonly problems: readonly Problem[];
  readonly durationMs: number;
}

export interface BuildRequest {
  /** 8 hex characters: functions that one reload builds share it. */
  readonly id: string;
  /** Real paths of what has changed since the function's last build; empty for a first build. */
  readonly changed: ReadonlySet<string>;
  /** Compilers leave in what a debugger needs, and optimise nothing away; of languages where that makes a difference. */
  readonly isForDebugger?: boolean;
}

/** Turns functions into folders. */
export interface Builder {
  /**
   * Builds anew at each call. What it made stays until `discard` or `dispose`.
   *
   * @throws BuildFailure (code `build-failed`, with all `problems`) for errors in the sources; Failure `build-failed`
   *   for an archive or an esbuild that is no good, `code-missing`, `cancelled`
   */
  build(fn: LambdaFunction, request: BuildRequest, signal: AbortSignal): Promise<Build>;
  /**
   * Where the sources of a function that was never built are, told without building it. What is missing is passed
   * over; never throws.
   */
  likelyInputs(fn: LambdaFunction): Promise<BuildInputs>;
  /** A function's build of this id, else its newest, of those that were not discarded. */
  find(functionName: string, id: string): Build | undefined;
  /** Gives back what is kept for the next build of a function. */
  forget(functionName: string): Promise<void>;
  /** Removes what a build made, once nothing runs it any more. */
  discard(build: Build): Promise<void>;
  /** Stops esbuild and removes what the builds made, archives and layers apart: the next runner may use those. */
  dispose(): Promise<void>;
}

/** What a tool that builds a function said last, of those that take a while. */
export interface BuildProgress {
  readonly kind: "tool";
  /** `cargo build` */
  readonly tool: string;
  readonly text: string;
}

export interface BuilderOptions {
  /** Absolute path of the workspace's storage; created when missing. */
  readonly storageFolder: string;
  /** Called as each build begins. */
  readonly onBuild?: (fn: LambdaFunction) => void;
  /** Called once a second at most for each tool that runs. */
  readonly onProgress: (fn: LambdaFunction, step: BuildProgress) => void;
}

export function createBuilder(options: BuilderOptions): Builder {
  return new FolderBuilder(options);
}

class FolderBuilder implements Builder {
  readonly #options: BuilderOptions;
  readonly #storage: Storage;
  readonly #code: CodeFolders;
  readonly #layers = new Layers();
  readonly #kept = new Map<Build, { readonly functionName: string; readonly use: StorageUse }>();
  readonly #abort = new AbortController();
  /** What `dispose` waits for. */
  readonly #running = new Set<Promise<unknown>>();

  constructor(options: BuilderOptions) {
    this.#options = options;
    this.#storage = new Storage(options.storageFolder);
    this.#code = new CodeFolders(options);
  }

  async build(fn: LambdaFunction, request: BuildRequest, signal: AbortSignal): Promise<Build> {
    this.#options.onBuild?.(fn);
    const building = this.#buildWhole(fn, request, AbortSignal.any([signal, this.#abort.signal]));
    this.#running.add(building);
    try {
      return await building;
    } finally {
      this.#running.delete(building);
    }
  }

  likelyInputs(fn: LambdaFunction): Promise<BuildInputs> {
    return likelyInputs(fn, this.#storage.folder);
  }

  find(functionName: string, id: string): Build | undefined {
    const builds = [...this.#kept].flatMap(([build, kept]) => (kept.functionName === functionName ? [build] : []));
    return builds.findLast((build) => build.id === id) ?? builds.at(-1);
  }

  forget(functionName: string): Promise<void> {
    return this.#code.forget(functionName);
  }

  async discard(build: Build): Promise<void> {
    const kept = this.#kept.get(build);
    this.#kept.delete(build);
    await kept?.use.end();
  }

  async dispose(): Promise<void> {
    this.#abort.abort();
    await Promise.allSettled(this.#running);
    await this.#code.dispose();
    this.#kept.clear();
    await this.#storage.dispose();
  }

  /**
   * Bundles again what was read in the middle of a save: an empty file makes a good build. Live code is read later, by
   * the runtime, and the tools of other languages may write among their sources themselves.
   */
  async #buildWhole(fn: LambdaFunction, request: BuildRequest, signal: AbortSignal): Promise<Build> {
    for (let triesLeft = 2; ; triesLeft--) {
      // A first build follows no save, as a rule, that could be going on.
      const since = Date.now() - (request.changed.size > 0 ? clockTickMs : 0);
      const result = await this.#build(fn, request, signal).catch((error: unknown) => {
        if (error instanceof BuildFailure) return error;
        throw error;
      });
      const isBundled = fn.runtime?.startsWith("nodejs") === true && fn.build.method !== "makefile";
      const isFinal = triesLeft === 0 || !isBundled || (!(result instanceof BuildFailure) && result.isLive);
      if (isFinal || !(await wereHalfSaved(result.inputs.files, since, signal))) {
        if (result instanceof BuildFailure) throw result;
        return result;
      }
      if (!(result instanceof BuildFailure)) await this.discard(result);
      throwIfCancelled(signal);
    }
  }

  async #build(fn: LambdaFunction, request: BuildRequest, signal: AbortSignal): Promise<Build> {
    throwIfCancelled(signal);
    const startedMs = performance.now();
    const use = this.#storage.open(fn.name, request.id);
    try {
      const code = await this.#code.make({ fn, request, use }, signal);
      const layers = await this.#layers.folder(fn, code.packagesFolder, request.changed, use, signal);
      throwIfCancelled(signal);
      const build: Build = {
        id: request.id,
        codeFolder: code.folder,
        isLive: code.isLive ?? false,
        layerFolder: layers.folder,
        hasSourceMaps: code.hasSourceMaps ?? false,
        recipe: code.recipe,
        inputs: joinInputs(code.inputs, layers.inputs),
        problems: [...(code.problems ?? []), ...layers.problems],
        durationMs: performance.now() - startedMs,
      };
      this.#kept.set(build, { functionName: fn.name, use });
      return build;
    } catch (error) {
      await use.end();
      throw error;
    }
  }
}
