import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { takeTurns } from "../../build/tools/take-turns.ts";
import type { Host } from "../../host.ts";
import { cacheFolder } from "../cache-folder.ts";

/**
 * A folder that is filled once for the whole machine, all or nothing.
 *
 * @param name of the folder: names what is in it with its version
 * @param fill gets an empty folder of another name
 * @returns its absolute path
 * @throws what `fill` throws; Failure `cancelled`
 */
export async function cachedTool(
  host: Host,
  name: string,
  fill: (draft: string) => Promise<void>,
  signal: AbortSignal,
): Promise<string> {
  const cache = cacheFolder(host);
  const folder = join(cache, name);
  return await takeTurns(folder, signal, async () => {
    if (existsSync(folder)) return folder;
    await mkdir(cache, { recursive: true });
    const draft = await mkdtemp(join(cache, "draft-"));
    try {
      await fill(draft);
      await makeReadable(draft);
      await rename(draft, folder).catch((error: unknown) => {
        // Another runner was quicker.
        if (!existsSync(folder)) throw error;
      });
      return folder;
    } finally {
      await rm(draft, { recursive: true, force: true, maxRetries: 3 });
    }
  });
}

/** Containers that have it mounted run as somebody else, and the person may keep new files to themselves. */
async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const isProgram = entry.isDirectory() || ((await stat(path)).mode & 0o100) !== 0;
    await chmod(path, isProgram ? 0o755 : 0o644);
  }
}
