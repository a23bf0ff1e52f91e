import { createWriteStream } from "node:fs";
import { chmod, mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { Failure } from "../model/failure.ts";
import { limits } from "../model/limits.ts";
import { throwIfCancelled } from "./cancellation.ts";

/**
 * Unpacks an archive with its permission bits and symbolic links. Entries that would land outside of `folder` are
 * refused; links are made last, so that none can lead a later entry out of it. The limit holds for this archive alone,
 * where Lambda counts code and layers together.
 *
 * @throws Failure `build-failed` for an archive that is damaged, unsafe or larger than AWS takes; `cancelled`
 */
export async function unzip(archive: string, folder: string, signal: AbortSignal): Promise<void> {
  const zip = await openPromise(archive, { autoClose: false }).catch((error: unknown) => {
    throw unreadable(archive, error);
  });
  try {
    await unpack(zip, archive, folder, signal);
  } catch (error) {
    throw error instanceof Failure ? error : unreadable(archive, error);
  } finally {
    zip.close();
  }
}

async function unpack(zip: ZipFile, archive: string, folder: string, signal: AbortSignal): Promise<void> {
  const entries: Entry[] = [];
  // yauzl refuses absolute names and names with `..` here.
  for await (const entry of zip.eachEntry()) entries.push(entry);
  const bytes = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (bytes > limits.unpackedBytes.max) throw tooLarge(archive, bytes);

  for (const entry of entries.filter((entry) => kindOf(entry) !== "link")) {
    throwIfCancelled(signal);
    const path = join(folder, entry.fileName);
    await mkdir(kindOf(entry) === "folder" ? path : dirname(path), { recursive: true });
    if (kindOf(entry) === "file") await unpackFile(zip, entry, path, signal);
  }
  for (const entry of entries.filter((entry) => kindOf(entry) === "link")) {
    const path = join(folder, entry.fileName);
    await mkdir(dirname(path), { recursive: true });
    await symlink(await text(await zip.openReadStreamPromise(entry)), path);
  }
}

async function unpackFile(zip: ZipFile, entry: Entry, path: string, signal: AbortSignal): Promise<void> {
  const content = await zip.openReadStreamPromise(entry);
  // `wx`: an archive that holds a name twice is damaged or means harm.
  await pipeline(content, createWriteStream(path, { flags: "wx" }), { signal }).catch((error: unknown) => {
    throwIfCancelled(signal);
    throw error;
  });
  // Archives made on Windows carry no mode.
  await chmod(path, modeOf(entry) & 0o777 || 0o644);
}

function kindOf(entry: Entry): "file" | "folder" | "link" {
  if (entry.fileName.endsWith("/")) return "folder";
  return (modeOf(entry) & 0o170000) === 0o120000 ? "link" : "file";
}

function modeOf(entry: Entry): number {
  return entry.externalFileAttributes >>> 16;
}

function tooLarge(archive: string, bytes: number): Failure {
  return new Failure(
    "build-failed",
    `${archive} is ${bytes.toLocaleString("en-US")} bytes unpacked; Lambda takes at most ` +
      `${limits.unpackedBytes.max.toLocaleString("en-US")} (AWS Lambda quotas). Leave files out, or deploy it as an image.`,
  );
}

function unreadable(archive: string, cause: unknown): Failure {
  const reason = cause instanceof Error ? cause.message.replace(/\.+$/, "") : String(cause);
  return new Failure("build-failed", `${archive} could not be unpacked: ${reason}. Make the archive again.`, { cause });
}
