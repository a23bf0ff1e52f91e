import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { LambdaFunction } from "../../model/function.ts";
import { startOfFile, type Problem } from "../../model/problem.ts";
import type { BuildInputs, BuildRequest } from "../builder.ts";
import { digest } from "../digest.ts";
import { keptFolder } from "./kept-folder.ts";
import { IndexUnreachable, pipInstall } from "./pip-install.ts";
import { includedFiles, requirementLines } from "./requirements.ts";
import type { RunTool } from "./run-tool.ts";

/** What a Python function's requirements.txt asks for. */
export interface InstalledPackages {
  /** Absolute path of a folder that becomes `/opt`, or part of it; undefined when nothing is installed. */
  readonly layerFolder: string | undefined;
  /** The requirements files. */
  readonly inputs: BuildInputs;
  readonly problems: readonly Problem[];
}

interface Failed {
  readonly error: IndexUnreachable;
  readonly buildId: string;
  readonly atMs: number;
}

/** A build after a save must not wait each time for an index that does not answer. */
const retryAfterMs = 60_000;

/**
 * Installs the packages that Python functions ask for, once for each content of their requirements, Python version and
 * architecture. They become a layer, so that the sources can run where they are: see
 * `docs/decisions/0006-python-packages-in-a-layer.md`.
 */
export class RequiredPackages {
  readonly #storageFolder: string;
  /** By function: what was installed for it the last time. */
  readonly #last = new Map<string, string>();
  /** By the folder that would have been filled. */
  readonly #failed = new Map<string, Failed>();

  /** @param storageFolder absolute path of where packages may be kept */
  constructor(storageFolder: string) {
    this.#storageFolder = storageFolder;
  }

  /**
   * @param codeFolder real path of a folder with a requirements.txt
   * @throws BuildFailure with a problem at each requirement that can't be met; Failure `build-failed` without a Python
   *   that has pip, `cancelled`
   */
  async install(
    fn: LambdaFunction,
    codeFolder: string,
    request: BuildRequest,
    runTool: RunTool,
    signal: AbortSignal,
  ): Promise<InstalledPackages> {
    const requirements = await readRequirements(join(codeFolder, "requirements.txt"));
    const inputs = { files: new Set(requirements.keys()), folders: [] };
    const layerFolder = join(this.#storageFolder, "pip", keyOf(fn, codeFolder, requirements));
    let problems: readonly Problem[] = [];
    try {
      await keptFolder(layerFolder, signal, async (draft) => {
        const known = this.#knownFailure(layerFolder, request, inputs.files);
        if (known) throw known;
        problems = await pipInstall(fn, codeFolder, packagesIn(draft, fn), requirements, runTool, signal);
      });
    } catch (error) {
      if (!(error instanceof IndexUnreachable)) throw error;
      if (this.#failed.get(layerFolder)?.error !== error) {
        this.#failed.set(layerFolder, { error, buildId: request.id, atMs: performance.now() });
      }
      const last = this.#last.get(fn.name);
      return { layerFolder: last, inputs, problems: [notInstalled(fn, codeFolder, error, last !== undefined)] };
    }
    this.#failed.delete(layerFolder);
    this.#last.set(fn.name, layerFolder);
    return { layerFolder, inputs, problems };
  }

  forget(functionName: string): void {
    this.#last.delete(functionName);
  }

  /** Undefined when the index is to be asked. */
  #knownFailure(
    layerFolder: string,
    { id, changed }: BuildRequest,
    files: ReadonlySet<string>,
  ): IndexUnreachable | undefined {
    const failed = this.#failed.get(layerFolder);
    if (failed === undefined) return undefined;
    const isSameReload = failed.buildId === id;
    const isWanted = [...changed].some((path) => files.has(path));
    const isRecent = !isWanted && performance.now() - failed.atMs < retryAfterMs;
    return isSameReload || isRecent ? failed.error : undefined;
  }
}

/** Where Python looks for a layer's packages first. */
export function packagesIn(layerFolder: string, { runtime = "" }: Pick<LambdaFunction, "runtime">): string {
  return join(layerFolder, "python", "lib", runtime, "site-packages");
}

/** By path: the text of a requirements file and of those it includes. pip reports the ones that are missing. */
async function readRequirements(file: string, known = new Map<string, string>()): Promise<Map<string, string>> {
  const text = await readFile(file, "utf8").catch(() => "");
  known.set(file, text);
  for (const included of includedFiles(text)) {
    const path = resolve(dirname(file), included);
    if (!known.has(path)) await readRequirements(path, known);
  }
  return known;
}

/** Comments don't count. */
function keyOf(fn: LambdaFunction, codeFolder: string, requirements: ReadonlyMap<string, string>): string {
  const lines = [...requirements.values()].flatMap(requirementLines);
  // What is named by a path is another thing in another folder.
  const place = lines.some(isLocal) ? codeFolder : "";
  return digest([fn.runtime, fn.architecture, process.platform, place, ...lines].join("\0"));
}

function isLocal(line: string): boolean {
  return !line.includes("://") && /^(?:-e|--editable|-f|--find-links)\b|^[^-\s@;][^\s@;]*[\\/]|^\.$/.test(line);
}

function notInstalled(
  fn: LambdaFunction,
  codeFolder: string,
  { reason }: IndexUnreachable,
  hasOlder: boolean,
): Problem {
  const instead = hasOlder
    ? "with the packages that were installed for it before"
    : "without those of its requirements that are not there already";
  return {
    code: "packages-not-installed",
    severity: "warning",
    message: `pip can't reach the package index (${reason}), so ${fn.name} runs ${instead}.`,
    hint: "Connect to the network and save requirements.txt.",
    file: join(codeFolder, "requirements.txt"),
    range: startOfFile,
    logicalId: fn.logicalId,
  };
}
