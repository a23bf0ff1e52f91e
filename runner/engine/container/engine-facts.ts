import type Docker from "dockerode";
import { hostname, networkInterfaces } from "node:os";
import type { FoundEngine } from "./find-engine.ts";
import type { NetworkFacts } from "./network.ts";
import { possibleOwnContainerIds } from "./runner-container.ts";

export interface EngineFacts {
  readonly network: NetworkFacts;
  readonly hasSelinux: boolean;
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
      localAddresses: Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? []),
      hostName: hostname(),
      addressTowardsEngine: found.version.localAddress,
      runnerContainer,
    },
    hasSelinux: has("selinux"),
    memoryMb: (info.MemTotal ?? 0) / (1024 * 1024),
  };
}

interface EngineInfo {
  readonly OperatingSystem?: string;
  readonly Name?: string;
  readonly MemTotal?: number;
  readonly SecurityOptions?: readonly string[];
}

async function readBridgeGateway(docker: Docker): Promise<string | undefined> {
  try {
    const { IPAM, Options } = (await docker.getNetwork("bridge").inspect()) as {
      IPAM?: { Config?: { Gateway?: string }[] | null };
      Options?: Record<string, string>;
    };
    const gateway = IPAM?.Config?.find(({ Gateway }) => Gateway?.includes(".") === true)?.Gateway;
    // Docker leaves the gateway out until its first restart; the bridge has the address all the same.
    const bridge = Options?.["com.docker.network.bridge.name"] ?? "docker0";
    return gateway ?? networkInterfaces()[bridge]?.find(({ family }) => family === "IPv4")?.address;
  } catch {
    // Podman has no network of this name, and needs none.
    return undefined;
  }
}

async function findRunnerContainer(
  docker: Docker,
  platform: NodeJS.Platform,
): Promise<NetworkFacts["runnerContainer"]> {
  for (const id of await possibleOwnContainerIds(platform)) {
    try {
      const { NetworkSettings } = await docker.getContainer(id).inspect();
      for (const [network, { IPAddress }] of Object.entries(NetworkSettings.Networks)) {
        if (IPAddress !== "") return { network, address: IPAddress };
      }
    } catch {
      // Not a container of this engine.
    }
  }
  return undefined;
}
