import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { readFile } from "node:fs/promises";

/** What tells one content of a file from the next without reading it. */
export interface FileStamp {
  readonly mtimeNs: bigint;
  readonly size: bigint;
  readonly ino: bigint;
  /** A `bootstrap` that becomes executable has changed. */
  readonly mode: bigint;
  /** Hash of the content of a file that could be written again without its stamp becoming another; else undefined. */
  readonly digest: string | undefined;
}

// The change time is left out: a hard link, which a build may make, changes it too.
export async function stampFile(path: string, stats: BigIntStats): Promise<FileStamp> {
  const { mtimeNs, size, ino, mode } = stats;
  return { mtimeNs, size, ino, mode, digest: isJustWritten(stats) ? await digestOf(path, size) : undefined };
}

/** Whether a file of which something was heard is still as it was when `stamp` was taken. */
export async function isAsStamped(path: string, stamp: FileStamp, stats: BigIntStats): Promise<boolean> {
  const { mtimeNs, size, ino, mode } = stats;
  if (stamp.mtimeNs !== mtimeNs || stamp.size !== size || stamp.ino !== ino || stamp.mode !== mode) return false;
  return stamp.digest === undefined || (stamp.digest !== "" && stamp.digest === (await digestOf(path, size)));
}

/** Two writes within one tick of a file system's clock have one time: 10 ms on Linux at 100 Hz, and some to spare. */
const tickMs = 20;
/** FAT's clock; it and others of whole seconds are told by times of whole seconds. */
const coarseTickMs = 2000;

function isJustWritten({ mtimeNs, mtimeMs }: BigIntStats): boolean {
  const ageMs = Date.now() - Number(mtimeMs);
  return ageMs < (mtimeNs % 1_000_000_000n === 0n ? coarseTickMs : tickMs);
}

/** Larger files count as changed rather than being read. */
const maxDigestBytes = 1_000_000n;

/** @returns "" when the content can't be told: it then equals nothing */
async function digestOf(path: string, size: bigint): Promise<string> {
  if (size > maxDigestBytes) return "";
  try {
    return createHash("sha1")
      .update(await readFile(path))
      .digest("base64");
  } catch {
    return "";
  }
}
