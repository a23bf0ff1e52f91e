import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Problem } from "../../model/problem.ts";
import type { BuildInputs } from "../builder.ts";
import { digest } from "../extracted-zip.ts";
import { pipInstall } from "./pip-install.ts";
import { takeTurns } from "./take-turns.ts";
import type { ToolTask } from "./tool-build.ts";

/** A folder that nobody changes. */
export interface InstalledPackages {
  readonly folder: string;
  /** Of the installation; none when it was there already. */
  readonly problems: readonly Problem[];
}

/**
 * The packages of requirements, installed once for each content of their files, runtime and architecture.
 *
 * @param requirements texts by path; the first is the file to install
 * @throws BuildFailure, Failure `build-failed` without a Python that has pip, `cancelled`
 */
export async function installRequirements(
  task: ToolTask,
  requirements: ReadonlyMap<string, string>,
  inputs: BuildInputs,
  signal: AbortSignal,
): Promise<InstalledPackages> {
  const { fn, storageFolder } = task;
  const parent = join(storageFolder, "python");
  const key = digest([fn.runtime, fn.architecture, process.platform, ...requirements.values()].join("\0"));
  const folder = join(parent, key);
  return takeTurns(folder, signal, async () => {
    if (await isThere(folder)) {
      await utimes(folder, new Date(), new Date());
      return { folder, problems: [] };
    }
    const draft = `${folder}.draft`;
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { recursive: true });
    try {
      const problems = await pipInstall(task, draft, requirements, inputs, signal);
      await rename(draft, folder);
      await removeUnused(parent);
      return { folder, problems };
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  });
}

/** A folder's time is that of its last use. */
const keptMs = 30 * 24 * 60 * 60 * 1000;

async function removeUnused(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const folder = join(parent, name);
    const stats = await stat(folder).catch(() => undefined);
    if (stats && Date.now() - stats.mtimeMs > keptMs) await rm(folder, { recursive: true, force: true });
  }
}

async function isThere(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => undefined))?.isDirectory() ?? false;
}
