import { dirname, join } from "node:path";
import { cacheRoot } from "../images/cached-folder.ts";

/**
 * For runners that get debuggers into a cache that lasts from run to run, which are none of the person's own. What Go has
 * compiled stays where it is.
 */
export const runnerCaches = {
  XDG_CACHE_HOME: cacheRoot,
  GOCACHE: process.env["GOCACHE"] ?? join(dirname(cacheRoot), "go-build"),
} as const;
