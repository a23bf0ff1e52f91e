import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** How often git's lock is looked at. */
const lookEveryMs = 10;
/** A lock as old as this is what a crashed git has left, or a checkout too long to wait for. */
const longestHoldMs = 5000;

/** Whether git is writing a working tree at the moment; good for one burst, since repositories come and go. */
export class GitLocks {
  readonly #gitFolders = new Map<string, Promise<string | undefined>>();

  /** Finds the repositories of some folders. Waiting does so too; doing it before saves that time. */
  async find(folders: Iterable<string>): Promise<Set<string>> {
    const found = new Set(await Promise.all(Array.from(folders, (folder) => this.#gitFolderOf(folder))));
    return new Set([...found].filter((gitFolder) => gitFolder !== undefined));
  }

  /**
   * Waits until git no longer writes the working trees that hold one of the folders, some seconds at most.
   *
   * @returns whether there was anything to wait for
   */
  async wait(folders: Iterable<string>, signal: AbortSignal): Promise<boolean> {
    const startedMs = performance.now();
    let hasWaited = false;
    for (const gitFolder of await this.find(folders)) {
      while (performance.now() - startedMs < longestHoldMs && (await isHeld(join(gitFolder, "index.lock")))) {
        hasWaited = true;
        await wait(lookEveryMs, undefined, { signal });
      }
    }
    return hasWaited;
  }

  #gitFolderOf(folder: string): Promise<string | undefined> {
    const known = this.#gitFolders.get(folder);
    if (known !== undefined) return known;
    const parent = dirname(folder);
    const found = gitFolderIn(folder).then((own) => own ?? (parent === folder ? undefined : this.#gitFolderOf(parent)));
    this.#gitFolders.set(folder, found);
    return found;
  }
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
