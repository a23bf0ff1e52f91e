import type Docker from "dockerode";
import { createServer } from "node:net";
import { hostname } from "node:os";
import type { FoundEngine } from "./find-engine.ts";
import type { NetworkFacts } from "./network.ts";
import { possibleOwnContainerIds } from "./runner-container.ts";

export interface EngineFacts {
  readonly network: NetworkFacts;
  readonly hasSelinux: boolean;
  /** The engine can put a small init program in front of a container's own. */
  readonly hasInit: boolean;
  /** Of the machine the engine runs on. */
  readonly memoryMb: number;
}

/** Asks the engine once for all that the decisions about it need. */
export async function readEngineFacts(
  docker: Docker,
  found: FoundEngine,
  platform: NodeJS.Platform,
): Promise<EngineFacts> {
  const [info, bridgeGateway, runnerContainer] = await Promise.all([
    docker.info() as Promise<EngineInfo>,
    readBridgeGateway(docker),
    findRunnerContainer(docker, platform),
  ]);
  const security = info.SecurityOptions ?? [];
  const has = (name: string): boolean => security.some((option) => option.split(",").includes(`name=${name}`));
  return {
    network: {
      platform,
      product: found.version.product,
      foundBy: found.name,
      operatingSystem: info.OperatingSystem ?? "",
      engineHostName: info.Name ?? "",
      isRootless: has("rootless"),
      bridgeGateway,
      isBridgeLocal: bridgeGateway !== undefined && (await isLocal(bridgeGateway)),
      hostName: hostname(),
      addressTowardsEngine: found.version.localAddress,
      runnerContainer,
    },
    hasSelinux: has("selinux"),
    hasInit: (info.InitBinary ?? "") !== "",
    memoryMb: (info.MemTotal ?? 0) / (1024 * 1024),
  };
}

interface EngineInfo {
  readonly OperatingSystem?: string;
  readonly InitBinary?: string;
  readonly Name?: string;
  readonly MemTotal?: number;
  readonly SecurityOptions?: readonly string[];
}

async function readBridgeGateway(docker: Docker): Promise<string | undefined> {
  try {
    const { IPAM } = (await docker.getNetwork("bridge").inspect()) as {
      IPAM?: { Config?: { Gateway?: string; Subnet?: string }[] | null };
    };
    const config = IPAM?.Config?.find(({ Subnet, Gateway }) => (Gateway ?? Subnet)?.includes(".") === true);
    // Docker leaves the gateway out until its first restart; it is the subnet's first address then.
    return config?.Gateway ?? config?.Subnet?.replace(/\.0\/\d+$/, ".1");
  } catch {
    // Podman has no network of this name, and needs none.
    return undefined;
  }
}

/** Trying is the only way to know: a bridge without containers has no carrier, and Node lists no such interface. */
function isLocal(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(0, host, () => server.close(() => resolve(true)));
  });
}

async function findRunnerContainer(
  docker: Docker,
  platform: NodeJS.Platform,
): Promise<NetworkFacts["runnerContainer"]> {
  for (const id of await possibleOwnContainerIds(platform)) {
    try {
      const { NetworkSettings } = await docker.getContainer(id).inspect();
      for (const [name, { IPAddress }] of Object.entries(NetworkSettings.Networks)) {
        if (IPAddress !== "") return { network: { name, address: IPAddress } };
      }
      return { network: undefined };
    } catch {
      // Not a container of this engine.
    }
  }
  return undefined;
}
