import type { BigIntStats } from "node:fs";
import { lstat, readdir, stat } from "node:fs/promises";

/** @returns undefined for what does not exist or can't be reached. @throws whatever else goes wrong */
export async function statOrMissing(path: string, followsLink: boolean): Promise<BigIntStats | undefined> {
  try {
    return await (followsLink ? stat : lstat)(path, { bigint: true });
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** @returns the names; none of a folder that does not exist or can't be read. @throws whatever else goes wrong */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Windows answers EPERM for what is about to be deleted. */
const missingCodes = new Set(["ENOENT", "ENOTDIR", "ELOOP", "EACCES", "EPERM"]);

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && missingCodes.has(String(error.code));
}
