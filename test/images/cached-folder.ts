import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where everything the tests download or compile is kept between runs. */
export const cacheRoot = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "pilotlight-test");

/**
 * The folder `name` of the cache, made by `fill` when it is not there yet. `name` must change with everything that
 * decides the content. Several processes may ask at once: each fills a folder of its own and the first one wins.
 *
 * @returns its absolute path
 */
export async function cachedFolder(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cacheRoot, name);
  if (existsSync(folder)) return folder;
  return await inTemporaryFolder(async (draft) => {
    await fill(draft);
    // Temporary folders are their owner's alone; these are mounted into containers that run as somebody else.
    await chmod(draft, 0o755);
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
    return folder;
  });
}

/** Runs `use` with a new folder beside the cached ones, removed afterwards whatever happened. */
export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(cacheRoot, { recursive: true });
  const folder = await mkdtemp(join(cacheRoot, "draft-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
