import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { takeTurns } from "./take-turns.ts";

/**
 * A folder of packages that is filled once, all or nothing, and then never changes, so that builds may link to its
 * files. Others beside it that no build has used for 30 days are removed.
 *
 * @param folder absolute path, different for different content
 * @throws what `fill` throws; Failure `cancelled`
 */
export async function keptFolder(
  folder: string,
  signal: AbortSignal,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  await takeTurns(folder, signal, async () => {
    if (await exists(folder)) {
      // `removeUnused` goes by it.
      await utimes(folder, new Date(), new Date());
      return;
    }
    const draft = `${folder}.${randomBytes(4).toString("hex")}.draft`;
    await mkdir(draft, { recursive: true });
    try {
      await fill(draft);
      await rename(draft, folder).catch(async (error: unknown) => {
        // Another process may have been faster.
        if (!(await exists(folder))) throw error;
      });
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
    await removeUnused(dirname(folder));
  });
}

const dayMs = 24 * 60 * 60 * 1000;

/** A draft of a day ago is that of a process which is no more. */
async function removeUnused(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const stats = await stat(join(parent, name)).catch(() => undefined);
    const ageMs = stats === undefined ? 0 : Date.now() - stats.mtimeMs;
    if (ageMs > (name.endsWith(".draft") ? 1 : 30) * dayMs) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}

async function exists(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => undefined))?.isDirectory() ?? false;
}
