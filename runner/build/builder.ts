import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { Problem } from "../model/problem.ts";
import { bundle } from "./bundle.ts";
import { throwIfCancelled } from "./cancellation.ts";
import { findCodePath } from "./code-path.ts";
import { findEntryPoints } from "./entry-points.ts";
import { extractedZip } from "./extracted-zip.ts";
import { folderName, makeGeneration } from "./generations.ts";
import { layerFolder } from "./layer-folder.ts";
import { loadEsbuild, type Esbuild } from "./load-esbuild.ts";
import { findToolBuild } from "./tools/tool-build.ts";

/** What a build was made of: a change to any of it asks for another build. Real paths (links followed), absolute. */
export interface BuildInputs {
  readonly files: ReadonlySet<string>;
  readonly folders: readonly InputFolder[];
}

export interface InputFolder {
  readonly path: string;
  /**
   * Extensions with dot whose files count only when they are among `files`: the sources that an import closure covers.
   * Empty: every file counts.
   */
  readonly listedOnly: readonly string[];
}

export interface BuildRequest {
  /** 8 hex characters: functions that one reload builds share it. */
  readonly id: string;
  /** Real paths of what has changed since the function's last build; empty for a first build. */
  readonly changed: ReadonlySet<string>;
}

/** What an engine needs of a function's code. */
export interface Build {
  /** 8 hex characters, new for each build; shown with each invocation. */
  readonly id: string;
  /** Absolute path of what becomes `/var/task`; undefined for image functions. */
  readonly codeFolder: string | undefined;
  /** Absolute path of what becomes `/opt`; undefined when there are no layers. */
  readonly layerFolder: string | undefined;
  /** The code was bundled, with source maps that lead back to the sources. */
  readonly hasSourceMaps: boolean;
  /** Warnings: the function runs all the same. */
  readonly problems: readonly Problem[];
  readonly durationMs: number;
}

/** Turns functions into folders. Keeps nothing between builds but esbuild's service process. */
export interface Builder {
  /**
   * Builds anew at each call.
   *
   * @throws BuildFailure (code `build-failed`, with all `problems`) for errors in the sources; Failure `build-failed`
   *   for an archive or an esbuild that is no good, `code-missing`, `cancelled`
   */
  build(fn: LambdaFunction, signal: AbortSignal): Promise<Build>;
  /** Stops esbuild. Finished builds stay on disk. */
  dispose(): Promise<void>;
}

/** @param options.storageFolder absolute path of the workspace's storage; created when missing */
export function createBuilder(options: { storageFolder: string }): Builder {
  return new FolderBuilder(options.storageFolder);
}

/** A folder, and what was noticed on the way. */
interface Code {
  readonly folder: string | undefined;
  readonly problems: readonly Problem[];
  readonly hasSourceMaps?: boolean;
}

class FolderBuilder implements Builder {
  readonly #storageFolder: string;
  readonly #loaded = new Set<Esbuild>();

  constructor(storageFolder: string) {
    this.#storageFolder = storageFolder;
  }

  async build(fn: LambdaFunction, signal: AbortSignal): Promise<Build> {
    throwIfCancelled(signal);
    const startedMs = performance.now();
    const id = randomBytes(4).toString("hex");
    const code = await this.#code(fn, id, signal);
    const layers = await layerFolder(fn, this.#storageFolder, signal);
    throwIfCancelled(signal);
    return {
      id,
      codeFolder: code.folder,
      layerFolder: layers.folder,
      hasSourceMaps: code.hasSourceMaps ?? false,
      problems: [...code.problems, ...layers.problems],
      durationMs: performance.now() - startedMs,
    };
  }

  async dispose(): Promise<void> {
    const loaded = [...this.#loaded];
    this.#loaded.clear();
    // Old versions have no `stop`; their service process ends with this process.
    for (const esbuild of loaded) if ("stop" in esbuild) await esbuild.stop();
  }

  async #code(fn: LambdaFunction, id: string, signal: AbortSignal): Promise<Code> {
    const owner = `The code of ${fn.name}`;
    switch (fn.code.kind) {
      case "folder": {
        const { path } = await findCodePath("folder", fn.code.path, owner);
        return this.#folderCode(fn, path, id, signal);
      }
      case "zip": {
        const zip = await findCodePath("zip", fn.code.path, owner);
        return { folder: await extractedZip(zip, this.#storageFolder, signal), problems: [] };
      }
      case "inline": {
        const { fileName, text } = fn.code;
        const folder = await this.#newFolder(fn, id, (draft) => writeFile(join(draft, fileName), text));
        return { folder, problems: [] };
      }
      case "dockerfile":
      case "image":
        return { folder: undefined, problems: [] };
      case "elsewhere":
        throw new Failure("code-missing", `${fn.name} can't run here. ${fn.code.reason} ${nextStep(fn)}`);
    }
  }

  async #folderCode(fn: LambdaFunction, folder: string, id: string, signal: AbortSignal): Promise<Code> {
    const tool = await findToolBuild(fn, folder, this.#storageFolder);
    if (tool !== undefined) {
      let problems: readonly Problem[] = [];
      const made = await this.#newFolder(fn, id, async (draft) => {
        ({ problems } = await tool.build(draft, { id, changed: new Set() }, signal));
      });
      return { folder: made, problems };
    }
    const [first, ...others] = (await findEntryPoints(folder, fn)) ?? [];
    if (first === undefined) return { folder, problems: [] };
    const esbuild = await loadEsbuild(folder);
    this.#loaded.add(esbuild);
    const bundled = await bundle(esbuild, fn, folder, [first, ...others], signal);
    const made = await this.#newFolder(fn, id, (draft) => bundled.write(draft));
    return { folder: made, problems: bundled.problems, hasSourceMaps: bundled.hasSourceMaps };
  }

  #newFolder(fn: LambdaFunction, id: string, fill: (folder: string) => Promise<void>): Promise<string> {
    const parent = join(this.#storageFolder, "builds");
    return makeGeneration({ parent, group: folderName(fn.name), name: id }, fill);
  }
}

function nextStep({ packageType }: LambdaFunction): string {
  return packageType === "Image"
    ? "Name a Dockerfile that is there with Dockerfile and DockerContext in the function's Metadata, or an image in ImageUri."
    : "Name a folder or a .zip file on this machine in the template.";
}
