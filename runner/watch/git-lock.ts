import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** How often git's lock is looked at. */
const lookEveryMs = 10;
/** A lock as old as this is what a crashed git has left, or a checkout too long to wait for. */
const longestHoldMs = 5000;

/**
 * Waits until git no longer writes the working trees that hold one of the folders, some seconds at most.
 *
 * @returns whether there was anything to wait for
 */
export async function waitForGit(folders: Iterable<string>, signal: AbortSignal): Promise<boolean> {
  const gitFolders = new Set<string>();
  const looked = new Map<string, string | undefined>();
  for (const folder of folders) {
    const gitFolder = await findGitFolder(folder, looked);
    if (gitFolder !== undefined) gitFolders.add(gitFolder);
  }
  const startedMs = performance.now();
  let hasWaited = false;
  for (const gitFolder of gitFolders) {
    const lock = join(gitFolder, "index.lock");
    while (performance.now() - startedMs < longestHoldMs && (await isHeld(lock))) {
      hasWaited = true;
      await wait(lookEveryMs, undefined, { signal });
    }
  }
  return hasWaited;
}

async function findGitFolder(folder: string, looked: Map<string, string | undefined>): Promise<string | undefined> {
  if (looked.has(folder)) return looked.get(folder);
  const parent = dirname(folder);
  const found = (await gitFolderIn(folder)) ?? (parent === folder ? undefined : await findGitFolder(parent, looked));
  looked.set(folder, found);
  return found;
}

async function gitFolderIn(folder: string): Promise<string | undefined> {
  const path = join(folder, ".git");
  try {
    if ((await stat(path)).isDirectory()) return path;
    // Worktrees and submodules have a file that says where.
    const [, place] = /^gitdir: (.+)$/m.exec(await readFile(path, "utf8")) ?? [];
    return place === undefined ? undefined : resolve(folder, place.trimEnd());
  } catch {
    return undefined;
  }
}

async function isHeld(lock: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(lock)).mtimeMs < longestHoldMs;
  } catch {
    return false;
  }
}
