import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** What a runner leaves for others to find it by, in its workspace's state folder. */
export interface Discovery {
  readonly pid: number;
  /** Path of the socket or pipe of the control channel. */
  readonly address: string;
  readonly lambdaApi: string;
  readonly version: string;
}

/**
 * Writes the discovery file, readable by its user alone. Returns false when another runner's file is in the way.
 */
export function publishDiscovery(folder: string, discovery: Discovery): boolean {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = discoveryPath(folder);
  try {
    const file = openSync(path, "wx", 0o600);
    writeFileSync(file, JSON.stringify(discovery));
    closeSync(file);
    chmodSync(path, 0o600);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Undefined when there is none, or none that can be understood. */
export function readDiscovery(folder: string): Discovery | undefined {
  try {
    const value = JSON.parse(readFileSync(discoveryPath(folder), "utf8")) as Partial<Discovery>;
    const { pid, address, lambdaApi, version } = value;
    if (typeof pid !== "number" || typeof address !== "string") return undefined;
    return { pid, address, lambdaApi: lambdaApi ?? "", version: version ?? "" };
  } catch {
    return undefined;
  }
}

/** Removes a runner's discovery file, if it is still that runner's. */
export function removeDiscovery(folder: string, { address }: Pick<Discovery, "address">): void {
  if (readDiscovery(folder)?.address === address) rmSync(discoveryPath(folder), { force: true });
}

/** Removes the file of a runner that is known to be gone, also one that can't be understood, and its socket. */
export function removeStaleDiscovery(folder: string, stale: Discovery | undefined): void {
  // Another start may have put its own there meanwhile.
  if (readDiscovery(folder)?.address !== stale?.address) return;
  rmSync(discoveryPath(folder), { force: true });
  if (stale && !stale.address.startsWith("\\\\")) rmSync(stale.address, { force: true });
}

/**
 * Calls back whenever a runner may have come or gone. The folder is made when it is not there yet; where it can't be
 * watched, nothing is told.
 */
export function watchDiscovery(folder: string, onChange: () => void): { dispose(): void } {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const watcher = watch(folder, (_event, name) => {
      if (name === basename(discoveryPath(folder))) onChange();
    });
    watcher.on("error", () => watcher.close());
    return { dispose: () => watcher.close() };
  } catch {
    return { dispose: () => undefined };
  }
}

function discoveryPath(folder: string): string {
  return join(folder, "runner.json");
}
