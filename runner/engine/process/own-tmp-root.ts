import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { isProcessAlive } from "../process-alive.ts";

/**
 * This process's own folder in `parent` for the temporary files of environments. Removes the folders of processes
 * that are gone: one that was killed could not do it itself.
 */
export async function ownTmpRoot(
  parent: string,
  pid = process.pid,
  isAlive: (pid: number) => boolean = isProcessAlive,
): Promise<string> {
  const names = await readdir(parent).catch(() => []);
  // Nothing but such folders is ours to remove, whatever `parent` is.
  const left = names.filter((name) => folderName.test(name) && !isAlive(Number(folderName.exec(name)?.[1])));
  // What can't be removed now goes with a later start.
  await Promise.allSettled(left.map((name) => rm(path.join(parent, name), { recursive: true, force: true })));
  return path.join(parent, `runner-${pid}`);
}

const folderName = /^runner-(\d+)$/;
