import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { Problem } from "../model/problem.ts";
import { joinInputs, noInputs, type BuildInputs } from "./build-inputs.ts";
import type { BuilderOptions, BuildRequest } from "./builder.ts";
import type { BundleRecipe } from "./bundle-recipe.ts";
import { Bundler } from "./bundler.ts";
import { findCodePath } from "./code-path.ts";
import { findEntryPoints } from "./entry-points.ts";
import { extractedZip } from "./extracted-zip.ts";
import { likelyInputs } from "./inputs/likely-inputs.ts";
import { liveInputs } from "./inputs/live-inputs.ts";
import type { StorageUse } from "./storage.ts";
import { chooseTool } from "./tools/choose-tool.ts";
import { layPython, looksInLayers } from "./tools/lay-python.ts";
import { packagesIn, RequiredPackages } from "./tools/required-packages.ts";
import { runTool, type RunTool } from "./tools/run-tool.ts";
import { toolBuild, type BuildTool } from "./tools/tool-build.ts";

/** What becomes `/var/task`, what it was made of, and what was noticed on the way. */
export interface CodeFolder {
  /** Undefined for image functions. */
  readonly folder: string | undefined;
  readonly inputs: BuildInputs;
  readonly isLive?: boolean;
  /** Of Python, with the shape of a layer; they go before the function's layers. */
  readonly packagesFolder?: string | undefined;
  readonly problems?: readonly Problem[];
  readonly hasSourceMaps?: boolean;
  readonly recipe?: BundleRecipe;
}

export interface CodeTask {
  readonly fn: LambdaFunction;
  readonly request: BuildRequest;
  readonly use: StorageUse;
}

/** Makes the code folders of functions, each in the way that its code asks for. */
export class CodeFolders {
  readonly #options: BuilderOptions;
  readonly #bundler = new Bundler();
  readonly #packages: RequiredPackages;

  constructor(options: BuilderOptions) {
    this.#options = options;
    this.#packages = new RequiredPackages(options.storageFolder);
  }

  /** @throws as `Builder.build` */
  async make(task: CodeTask, signal: AbortSignal): Promise<CodeFolder> {
    const { fn, use } = task;
    const owner = `The code of ${fn.name}`;
    switch (fn.code.kind) {
      case "folder":
        return this.#fromFolder(task, findCodePath("folder", fn.code.path, owner).path, signal);
      case "zip": {
        const zip = findCodePath("zip", fn.code.path, owner);
        return { folder: await extractedZip(zip, use, signal), inputs: { files: new Set([zip.path]), folders: [] } };
      }
      case "inline": {
        const { fileName, text } = fn.code;
        return { folder: await use.make((draft) => writeFile(join(draft, fileName), text)), inputs: noInputs };
      }
      case "dockerfile":
      case "image": {
        const inputs = await likelyInputs({ ...fn, layers: [] }, this.#options.storageFolder);
        return { folder: undefined, inputs };
      }
      case "elsewhere":
        throw new Failure("code-missing", `${fn.name} can't run here. ${fn.code.reason} ${nextStep(fn)}`);
    }
  }

  /** Gives back what is kept for the next build of a function. */
  async forget(functionName: string): Promise<void> {
    this.#packages.forget(functionName);
    await this.#bundler.forget(functionName);
  }

  /** Stops esbuild. */
  async dispose(): Promise<void> {
    await this.#bundler.dispose();
  }

  async #fromFolder(task: CodeTask, folder: string, signal: AbortSignal): Promise<CodeFolder> {
    const { fn, use } = task;
    const tool = await chooseTool(fn, folder);
    if (tool === "pip") return this.#withPackages(task, folder, signal);
    if (tool !== undefined) return this.#byTool(tool, task, folder, signal);
    const [first, ...others] = findEntryPoints(folder, fn) ?? [];
    if (first === undefined) return { folder, isLive: true, inputs: await liveInputs(fn, folder) };
    const job = { ...task, codeFolder: folder, entryPoints: [first, ...others] as const };
    const bundle = await this.#bundler.bundle(job, signal);
    return { ...bundle, folder: await use.make((draft) => bundle.write(draft)) };
  }

  async #withPackages({ fn, request, use }: CodeTask, codeFolder: string, signal: AbortSignal): Promise<CodeFolder> {
    const run = this.#telling(fn, () => "pip install");
    const installed = await this.#packages.install(fn, codeFolder, request, run, signal);
    const { layerFolder, problems } = installed;
    const inputs = joinInputs(await liveInputs(fn, codeFolder), installed.inputs);
    if (layerFolder === undefined || looksInLayers(fn)) {
      return { folder: codeFolder, isLive: true, packagesFolder: layerFolder, inputs, problems };
    }
    const folder = await use.make((draft) => layPython(codeFolder, packagesIn(layerFolder, fn), draft, signal));
    return { folder, inputs, problems };
  }

  async #byTool(
    tool: BuildTool,
    { fn, request, use }: CodeTask,
    codeFolder: string,
    signal: AbortSignal,
  ): Promise<CodeFolder> {
    const run = this.#telling(fn, () => build.description);
    const build = toolBuild(tool, { fn, codeFolder, storageFolder: this.#options.storageFolder, runTool: run });
    let problems: readonly Problem[] = [];
    const folder = await use.make(async (draft) => {
      ({ problems } = await build.build(draft, request, signal));
    });
    return { folder, inputs: build.inputs, problems };
  }

  /** Runs tools and tells of their progress under the name that they have by then. */
  #telling(fn: LambdaFunction, name: () => string): RunTool {
    const { onProgress } = this.#options;
    return (command, signal) =>
      runTool(command, signal, (text) => onProgress(fn, { kind: "tool", tool: name(), text }));
  }
}

function nextStep({ packageType }: LambdaFunction): string {
  return packageType === "Image"
    ? "Name a Dockerfile that is there with Dockerfile and DockerContext in the function's Metadata, or an image in ImageUri."
    : "Name a folder or a .zip file on this machine in the template.";
}
