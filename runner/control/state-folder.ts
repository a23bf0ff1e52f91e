import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { basename, posix, win32 } from "node:path";
import { thisHost, type Host } from "../host.ts";

/** A workspace's own key: the start of the hash of its real path. */
export function workspaceId(root: string): string {
  return createHash("sha256").update(realpathSync(root)).digest("hex").slice(0, 12);
}

/** Where a workspace's runner keeps what lasts: outside of the workspace, private to the user. */
export function stateFolder(root: string, host: Host = thisHost()): string {
  const name = `${basename(realpathSync(root)).replace(/[^\w.-]/g, "_")}-${workspaceId(root)}`;
  const { env, home } = host;
  switch (host.platform) {
    case "win32":
      return win32.join(env["LOCALAPPDATA"] ?? win32.join(home, "AppData", "Local"), "pilotlight", name);
    case "darwin":
      return posix.join(home, "Library", "Application Support", "pilotlight", name);
    default:
      return posix.join(env["XDG_STATE_HOME"] ?? posix.join(home, ".local", "state"), "pilotlight", name);
  }
}

/** Longest path of a Unix socket on macOS, one less than its 104 bytes. */
const maxSocketPathLength = 103;

/**
 * Address of the control channel: a named pipe on Windows, elsewhere a Unix socket in the state folder, or in the
 * temporary folder when that path is too long for a socket. `secret` (hex) gives each runner one of its own, so that
 * none takes or removes another's; all of it stands in the name where the file system does not guard it.
 */
export function controlAddress(root: string, host: Host, secret: string): string {
  const id = workspaceId(root);
  if (host.platform === "win32") return `\\\\.\\pipe\\pilotlight-${id}-${secret}`;
  const path = posix.join(stateFolder(root, host), `control-${secret.slice(0, 8)}.sock`);
  return path.length <= maxSocketPathLength ? path : posix.join(host.tmp, `pilotlight-${id}-${secret}.sock`);
}
