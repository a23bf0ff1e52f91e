import { createHash } from "node:crypto";
import { join } from "node:path";
import type { CodePath } from "./code-path.ts";
import { makeGeneration } from "./generations.ts";
import { unzip } from "./unzip.ts";

/**
 * The folder with an archive's content, unpacked once for each path, modification time and size.
 *
 * @throws Failure `build-failed`, `cancelled`
 */
export function extractedZip(zip: CodePath, storageFolder: string, signal: AbortSignal): Promise<string> {
  const { path, stats } = zip;
  return makeGeneration(
    { parent: join(storageFolder, "zips"), group: digest(path), name: digest(`${stats.mtimeNs} ${stats.size}`) },
    (folder) => unzip(path, folder, signal),
  );
}

/** 16 hex characters that stand for a text, as a folder's name. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
