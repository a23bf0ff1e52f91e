import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { isProcessAlive } from "./engine/process-alive.ts";

/** This process's own folder in one that the runners of a workspace share. */
export function ownFolder(parent: string, pid = process.pid): string {
  return path.join(parent, `runner-${pid}`);
}

/**
 * Removes the folders that processes have left which are gone: one that was killed could not do it itself. This
 * process's own is left, too, until something is put into it: it is of another one that had the same id.
 */
export async function removeLeftFolders(
  parent: string,
  pid = process.pid,
  isAlive: (pid: number) => boolean = isProcessAlive,
): Promise<void> {
  await removeFolders(parent, (owner) => owner === pid || !isAlive(owner));
}

/** As `removeLeftFolders`, while this process uses its own. */
export async function removeFoldersOfTheDead(
  parent: string,
  isAlive: (pid: number) => boolean = isProcessAlive,
): Promise<void> {
  await removeFolders(parent, (owner) => !isAlive(owner));
}

/** Removes this process's own folder, once nothing uses it any more. */
export async function removeOwnFolder(parent: string): Promise<void> {
  await removeFolder(ownFolder(parent));
}

/** Nothing but such folders is ours to remove, whatever `parent` is. */
async function removeFolders(parent: string, isLeft: (owner: number) => boolean): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  const left = names.filter((name) => {
    const owner = /^runner-(\d+)$/.exec(name)?.[1];
    return owner !== undefined && isLeft(Number(owner));
  });
  await Promise.all(left.map((name) => removeFolder(path.join(parent, name))));
}

/** What can't be removed now, as something holds it open (Windows), goes with a later start. */
async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 2 }).catch(() => undefined);
}
