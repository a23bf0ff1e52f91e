import type Docker from "dockerode";
import type { DebuggerAddress } from "../debug-wait.ts";
import type { NetworkChoice } from "./network.ts";

/** How a debugger of this machine gets at the port that a runtime in a container listens on. */
export type DebugReach =
  /** Containers have this machine's network: at the very port. */
  | { readonly kind: "shared"; readonly listen: string }
  /** The runner is in a container itself and has its network in common with them: at the container's own address. */
  | { readonly kind: "beside"; readonly listen: string; readonly network: string }
  /** By a port of this machine that the engine forwards. */
  | { readonly kind: "published"; readonly listen: string }
  | { readonly kind: "none" };

/** Where a runtime listens in a container of its own. Node.js' usual port; any other would do. */
const debugPort = 9229;

const remoteRoot = "/var/task";

const anywhere = `0.0.0.0:${String(debugPort)}`;

/** The name of the port as an engine's API has it. */
export const publishedPort = `${String(debugPort)}/tcp`;

export function debugReach({ networkMode, sharesFiles, bindHost, connectHost }: DebugNetwork): DebugReach {
  if (networkMode === "host") return { kind: "shared", listen: "127.0.0.1:0" };
  if (networkMode !== undefined) return { kind: "beside", listen: anywhere, network: networkMode };
  // An engine of another machine, which opens ports there.
  if (!sharesFiles && bindHost === connectHost) return { kind: "none" };
  return { kind: "published", listen: anywhere };
}

export type DebugNetwork = Pick<NetworkChoice, "networkMode" | "sharesFiles" | "bindHost" | "connectHost">;

/** Where a debugger of this machine finds a runtime that listens on `port`; undefined when the container is gone. */
export async function debuggerAddress(
  docker: Docker,
  id: string,
  reach: DebugReach,
  port: number,
): Promise<DebuggerAddress | undefined> {
  if (reach.kind === "shared") return { host: "127.0.0.1", port, remoteRoot };
  try {
    const { NetworkSettings } = await docker.getContainer(id).inspect();
    if (reach.kind === "beside") {
      const host = NetworkSettings.Networks[reach.network]?.IPAddress;
      return host ? { host, port, remoteRoot } : undefined;
    }
    const published = NetworkSettings.Ports[publishedPort]?.[0]?.HostPort;
    return published === undefined ? undefined : { host: "127.0.0.1", port: Number(published), remoteRoot };
  } catch {
    return undefined;
  }
}
