import type { CodePath } from "./code-path.ts";
import { digest } from "./digest.ts";
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
