import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Makes a source map's `sources` file URLs. Relative ones lead nowhere once the build stands at `/var/task`; a file
 * URL names the same file on every platform, drive letters and spaces included.
 *
 * @param folder absolute path of the folder that the map's relative sources start from
 */
export function withAbsoluteSources(mapText: string, folder: string): string {
  const map = JSON.parse(mapText) as { sources: string[] };
  const sources = map.sources.map((source) =>
    /^[a-z][a-z\d+.-]+:/i.test(source) ? source : pathToFileURL(resolve(folder, decoded(source))).href,
  );
  return JSON.stringify({ ...map, sources });
}

/** Sources are URLs, relative ones too: esbuild writes `%23` for a `#`. What is none is a path as it stands. */
function decoded(source: string): string {
  try {
    return decodeURIComponent(source);
  } catch {
    return source;
  }
}
