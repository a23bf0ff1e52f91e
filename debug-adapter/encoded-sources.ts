import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DebuggerEvent, FunctionSummary } from "../runner/control/protocol.ts";
import { compiledHandler } from "./compiled-handler.ts";

/**
 * What the map of a compiled handler names by URLs that are not as its path is: the URL of each file, or of the last folder
 * with such a name, to the absolute path. Empty without a map.
 */
export function encodedSources(
  { localRoot }: Pick<DebuggerEvent, "localRoot">,
  { handler }: Pick<FunctionSummary, "handler">,
): Readonly<Record<string, string>> {
  const compiled = compiledHandler(localRoot, handler);
  const map = compiled === undefined ? undefined : join(localRoot, `${compiled}.map`);
  if (map === undefined || !existsSync(map)) return {};
  // The mappings, which are most of it, are nobody's concern here.
  const urls = readFileSync(map, "utf8").matchAll(/"(file:\/\/[^"]*%[^"/]*)/g);
  const paths = new Map<string, string>();
  for (const [, url = ""] of urls) {
    const path = paths.get(url) ?? pathOf(url);
    if (path !== undefined) paths.set(url, path);
  }
  return Object.fromEntries(paths);
}

/** Maps that others made may name what is no path of this machine. */
function pathOf(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}
