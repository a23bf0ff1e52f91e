import { posix, win32 } from "node:path";
import type { Host } from "../host.ts";

/** Where a machine keeps what every runner of the user can share, and can get again when it is gone. */
export function cacheFolder({ platform, env, home }: Host): string {
  switch (platform) {
    case "win32":
      return win32.join(env["LOCALAPPDATA"] ?? win32.join(home, "AppData", "Local"), "pilotlight", "cache");
    case "darwin":
      return posix.join(home, "Library", "Caches", "pilotlight");
    default:
      return posix.join(env["XDG_CACHE_HOME"] ?? posix.join(home, ".cache"), "pilotlight");
  }
}
