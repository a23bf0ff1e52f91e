import { createHash } from "node:crypto";
import type { CodePath } from "./code-path.ts";
import type { StorageUse } from "./storage.ts";
import { unzip } from "./unzip.ts";

/**
 * The folder with an archive's content, unpacked once for each path, modification time and size.
 *
 * @throws Failure `build-failed`, `cancelled`
 */
export function extractedZip({ path, stats }: CodePath, use: StorageUse, signal: AbortSignal): Promise<string> {
  return use.share("zips", digest(path), digest(`${stats.mtimeNs} ${stats.size}`), (folder) =>
    unzip(path, folder, signal),
  );
}

/** 16 hex characters that stand for a text, as a folder's name. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
