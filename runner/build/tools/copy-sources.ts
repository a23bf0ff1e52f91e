import { constants } from "node:fs";
import { copyFile, mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { throwIfCancelled } from "../cancellation.ts";

/**
 * Copies a folder of sources, links followed: copied and not linked, because editors save into the file that is there,
 * and a finished build must not change.
 *
 * @param isSkipped whether a file or folder of this name stays out
 * @throws Failure `cancelled`
 */
export async function copySources(
  source: string,
  target: string,
  isSkipped: (name: string) => boolean,
  signal: AbortSignal,
): Promise<void> {
  throwIfCancelled(signal);
  await mkdir(target, { recursive: true });
  const names = (await readdir(source)).filter((name) => !isSkipped(name));
  await Promise.all(
    names.map(async (name) => {
      const from = join(source, name);
      // A dangling link, a file of an editor that is gone again.
      const stats = await stat(from).catch(() => undefined);
      if (stats?.isDirectory()) await copySources(from, join(target, name), isSkipped, signal);
      else if (stats?.isFile()) await copyFile(from, join(target, name), constants.COPYFILE_FICLONE);
    }),
  );
}
