import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Problem } from "../../model/problem.ts";
import type { BuildInputs } from "../builder.ts";
import { digest } from "../extracted-zip.ts";
import { copySources } from "./copy-sources.ts";
import { keptFolder } from "./kept-folder.ts";
import { linkTree } from "./link-tree.ts";
import { pipInstall } from "./pip-install.ts";
import { includedFiles } from "./requirements.ts";
import type { ToolBuild, ToolTask } from "./tool-build.ts";

/**
 * The sources and what requirements.txt asks for in one folder, as `sam build` lays them out. Packages are installed
 * once for each content of requirements.txt and what it includes, runtime and architecture.
 */
export function pipBuild(task: ToolTask): ToolBuild {
  const { fn, codeFolder, storageFolder } = task;
  let inputs = inputsOf([join(codeFolder, "requirements.txt")], codeFolder);
  return {
    description: "pip install",
    get inputs() {
      return inputs;
    },
    async build(target, _request, signal) {
      const requirements = await readRequirements(join(codeFolder, "requirements.txt"));
      inputs = inputsOf([...requirements.keys()], codeFolder);
      const key = digest([fn.runtime, fn.architecture, process.platform, ...requirements.values()].join("\0"));
      const packages = join(storageFolder, "python", key);
      let problems: readonly Problem[] = [];
      await keptFolder(packages, signal, async (draft) => {
        problems = await pipInstall(task, draft, requirements, inputs, signal);
      });
      await copySources(codeFolder, target, isNoSource, signal);
      await linkTree(packages, target, signal);
      return { problems };
    },
  };
}

function inputsOf(files: readonly string[], codeFolder: string): BuildInputs {
  return { files: new Set(files), folders: [{ path: codeFolder, listedOnly: [] }] };
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

/** What SAM leaves out of a Python package. */
function isNoSource(name: string): boolean {
  return leftOut.has(name) || /\.(pyc|egg-info|egg)$/.test(name);
}

const leftOut: ReadonlySet<string> = new Set([
  ...[".aws-sam", ".chalice", ".git", ".gitignore", "__pycache__", ".Python"],
  ...["pip-log.txt", "pip-delete-this-directory.txt", "htmlcov", ".tox", ".nox", ".coverage", ".cache"],
  ...[".pytest_cache", ".python-version", ".mypy_cache", ".dmypy.json", ".pyre", ".env", ".venv", "venv", "venv.bak"],
  ...["env.bak", "ENV", "env", ".vscode", ".idea", "node_modules"],
]);
