import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { Problem } from "../model/problem.ts";
import { noInputs, joinInputs, type BuildInputs } from "./build-inputs.ts";
import { Bundler } from "./bundler.ts";
import { throwIfCancelled } from "./cancellation.ts";
import { findCodePath } from "./code-path.ts";
import { findEntryPoints } from "./entry-points.ts";
import { extractedZip } from "./extracted-zip.ts";
import { likelyInputs } from "./inputs/likely-inputs.ts";
import { liveInputs } from "./inputs/live-inputs.ts";
import { Layers } from "./layers.ts";
import { Storage, type StorageUse } from "./storage.ts";
import { chooseTool } from "./tools/choose-tool.ts";
import { layPython, looksInLayers } from "./tools/lay-python.ts";
import { packagesIn, RequiredPackages } from "./tools/required-packages.ts";
import { toolBuild, type BuildTool } from "./tools/tool-build.ts";

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
  /** Gives back what is kept for the next build of a function. */
  forget(functionName: string): Promise<void>;
  /** Removes what a build made, once nothing runs it any more. */
  discard(build: Build): Promise<void>;
  /** Stops esbuild and removes what the builds made, archives and layers apart: the next runner may use those. */
  dispose(): Promise<void>;
}

/** @param options.storageFolder absolute path of the workspace's storage; created when missing */
export function createBuilder(options: { storageFolder: string }): Builder {
  return new FolderBuilder(options.storageFolder);
}

/** A folder, what it was made of, and what was noticed on the way. */
interface Code {
  readonly folder: string | undefined;
  readonly inputs: BuildInputs;
  readonly isLive?: boolean;
  /** Of Python, which go before the layers. */
  readonly packagesFolder?: string | undefined;
  readonly problems?: readonly Problem[];
  readonly hasSourceMaps?: boolean;
}

class FolderBuilder implements Builder {
  readonly #storage: Storage;
  readonly #bundler = new Bundler();
  readonly #layers = new Layers();
  readonly #packages: RequiredPackages;
  readonly #uses = new Map<Build, StorageUse>();
  readonly #abort = new AbortController();
  /** What `dispose` waits for. */
  readonly #running = new Set<Promise<unknown>>();

  constructor(storageFolder: string) {
    this.#storage = new Storage(storageFolder);
    this.#packages = new RequiredPackages(storageFolder);
  }

  async build(fn: LambdaFunction, request: BuildRequest, signal: AbortSignal): Promise<Build> {
    const building = this.#build(fn, request, AbortSignal.any([signal, this.#abort.signal]));
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

  async forget(functionName: string): Promise<void> {
    this.#packages.forget(functionName);
    await this.#bundler.forget(functionName);
  }

  async discard(build: Build): Promise<void> {
    const use = this.#uses.get(build);
    this.#uses.delete(build);
    await use?.end();
  }

  async dispose(): Promise<void> {
    this.#abort.abort();
    await Promise.allSettled(this.#running);
    await this.#bundler.dispose();
    this.#uses.clear();
    await this.#storage.dispose();
  }

  async #build(fn: LambdaFunction, request: BuildRequest, signal: AbortSignal): Promise<Build> {
    throwIfCancelled(signal);
    const startedMs = performance.now();
    const use = this.#storage.open(fn.name, request.id);
    try {
      const code = await this.#code(fn, request, use, signal);
      const layers = await this.#layers.folder(fn, code.packagesFolder, request.changed, use, signal);
      throwIfCancelled(signal);
      const build: Build = {
        id: request.id,
        codeFolder: code.folder,
        isLive: code.isLive ?? false,
        layerFolder: layers.folder,
        hasSourceMaps: code.hasSourceMaps ?? false,
        inputs: joinInputs(code.inputs, layers.inputs),
        problems: [...(code.problems ?? []), ...layers.problems],
        durationMs: performance.now() - startedMs,
      };
      this.#uses.set(build, use);
      return build;
    } catch (error) {
      await use.end();
      throw error;
    }
  }

  async #code(fn: LambdaFunction, request: BuildRequest, use: StorageUse, signal: AbortSignal): Promise<Code> {
    const owner = `The code of ${fn.name}`;
    switch (fn.code.kind) {
      case "folder": {
        const { path } = findCodePath("folder", fn.code.path, owner);
        return this.#folderCode(fn, path, request, use, signal);
      }
      case "zip": {
        const zip = findCodePath("zip", fn.code.path, owner);
        return { folder: await extractedZip(zip, use, signal), inputs: { files: new Set([zip.path]), folders: [] } };
      }
      case "inline": {
        const { fileName, text } = fn.code;
        return { folder: await use.make((draft) => writeFile(join(draft, fileName), text)), inputs: noInputs };
      }
      case "dockerfile":
      case "image":
        return { folder: undefined, inputs: await likelyInputs({ ...fn, layers: [] }, this.#storage.folder) };
      case "elsewhere":
        throw new Failure("code-missing", `${fn.name} can't run here. ${fn.code.reason} ${nextStep(fn)}`);
    }
  }

  async #folderCode(
    fn: LambdaFunction,
    folder: string,
    request: BuildRequest,
    use: StorageUse,
    signal: AbortSignal,
  ): Promise<Code> {
    const tool = await chooseTool(fn, folder);
    if (tool === "pip") return this.#pythonCode(fn, folder, request, use, signal);
    if (tool !== undefined) return this.#toolCode(tool, fn, folder, request, use, signal);
    const [first, ...others] = findEntryPoints(folder, fn) ?? [];
    if (first === undefined) return { folder, isLive: true, inputs: await liveInputs(fn, folder) };
    const job = { fn, codeFolder: folder, entryPoints: [first, ...others] as const, request, use };
    const bundle = await this.#bundler.bundle(job, signal);
    return { ...bundle, folder: await use.make((draft) => bundle.write(draft)) };
  }

  async #pythonCode(
    fn: LambdaFunction,
    codeFolder: string,
    request: BuildRequest,
    use: StorageUse,
    signal: AbortSignal,
  ): Promise<Code> {
    const {
      layerFolder,
      inputs: requirements,
      problems,
    } = await this.#packages.install(fn, codeFolder, request, signal);
    const inputs = joinInputs(await liveInputs(fn, codeFolder), requirements);
    if (layerFolder === undefined || looksInLayers(fn)) {
      return { folder: codeFolder, isLive: true, packagesFolder: layerFolder, inputs, problems };
    }
    const folder = await use.make((draft) => layPython(codeFolder, packagesIn(layerFolder, fn), draft, signal));
    return { folder, inputs, problems };
  }

  async #toolCode(
    tool: BuildTool,
    fn: LambdaFunction,
    codeFolder: string,
    request: BuildRequest,
    use: StorageUse,
    signal: AbortSignal,
  ): Promise<Code> {
    const build = toolBuild(tool, { fn, codeFolder, storageFolder: this.#storage.folder });
    let problems: readonly Problem[] = [];
    const folder = await use.make(async (draft) => {
      ({ problems } = await build.build(draft, request, signal));
    });
    return { folder, inputs: build.inputs, problems };
  }
}

function nextStep({ packageType }: LambdaFunction): string {
  return packageType === "Image"
    ? "Name a Dockerfile that is there with Dockerfile and DockerContext in the function's Metadata, or an image in ImageUri."
    : "Name a folder or a .zip file on this machine in the template.";
}
