import type { CodeFacts } from "./estimate-input.ts";
import data from "./heavy-packages.json" with { type: "json" };

/**
 * CPU time that `--enable-source-maps` adds to loading a bundle with a map beside it, without the sources in it: Node.js
 * reads the map and measures each line of the bundle. Measured with Node.js 24, on the machine that the table of packages
 * was made on: 14 ms for 1 MB, 26 ms for 5 MB, 67 ms for 14 MB.
 */
const msPerMb = 5;

/** How much of an init here goes into source maps that AWS does not read, in ms. */
export function sourceMapsMs(code: CodeFacts | undefined, localEmptyInitMs: number): number {
  if (code?.isMappedOnlyHere !== true) return 0;
  return (code.bundleBytes / 1e6) * msPerMb * (localEmptyInitMs / data.nodejs.emptyInitMs);
}
