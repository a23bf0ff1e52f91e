/** What is known about the engine and this machine when it is decided how containers reach the runner. */
export interface NetworkFacts {
  readonly platform: NodeJS.Platform;
  readonly product: string;
  /** Which way led to the engine: `Colima`, `DOCKER_HOST`, … */
  readonly foundBy: string;
  /** `OperatingSystem` and `Name` of the engine's `info`. */
  readonly operatingSystem: string;
  readonly engineHostName: string;
  readonly isRootless: boolean;
  /** Gateway of the engine's default bridge network, where it has one. */
  readonly bridgeGateway: string | undefined;
  /** Whether that is an address of this machine. */
  readonly isBridgeLocal: boolean;
  readonly hostName: string;
  /** For engines reached by TCP: this machine's address on that connection. */
  readonly addressTowardsEngine: string | undefined;
  /** The engine's container in which the runner itself runs, with its first network of its own if it has one. */
  readonly runnerContainer:
    { readonly network: { readonly name: string; readonly address: string } | undefined } | undefined;
}

export interface NetworkChoice {
  /** Whether paths of this machine can be mounted into containers. */
  readonly sharesFiles: boolean;
  readonly bindHost: string;
  readonly connectHost: string;
  /** `NetworkMode` of containers; undefined for the engine's default. */
  readonly networkMode: string | undefined;
  readonly extraHosts: readonly string[];
}

/**
 * Decides where a Runtime API listener binds and how a container reaches it. Never all interfaces.
 *
 * - The runner in a container of the same engine: on that container's address, functions join its network.
 * - Docker Desktop and engines in a VM: loopback, which they forward to under a name of their own.
 * - Docker on this Linux: the address of its bridge.
 * - Podman on this Linux: its bridge comes and goes with containers and rootless ones have none, so functions share the
 *   host's network, as processes do, and the listener stays on loopback.
 * - Rootless Docker: its network maps 10.0.2.2 to this machine's loopback, if the engine was started with
 *   `DOCKERD_ROOTLESS_ROOTLESSKIT_DISABLE_HOST_LOOPBACK=false`.
 * - Another machine: this machine's address on the way to it.
 */
export function chooseNetwork(facts: NetworkFacts): NetworkChoice {
  const { runnerContainer, bridgeGateway } = facts;
  if (runnerContainer?.network !== undefined) {
    const { name, address } = runnerContainer.network;
    return { ...apart, bindHost: address, connectHost: address, networkMode: name, extraHosts: [] };
  }
  // In a container on the host's network: addresses are the host's, paths are not.
  if (runnerContainer !== undefined)
    return { ...chooseNetwork({ ...facts, runnerContainer: undefined }), sharesFiles: false };
  if (facts.product === "Podman") {
    return runsHere(facts)
      ? { ...apart, sharesFiles: true, connectHost: "127.0.0.1", networkMode: "host", extraHosts: [] }
      : { ...apart, connectHost: "host.containers.internal", extraHosts: [] };
  }
  if (isVirtualMachine(facts)) return { ...apart, extraHosts: resolvesItself(facts) ? [] : apart.extraHosts };
  if (facts.isRootless) return { ...apart, sharesFiles: true, connectHost: "10.0.2.2", extraHosts: [] };
  if (runsHere(facts) && bridgeGateway !== undefined && facts.isBridgeLocal) {
    return { ...apart, sharesFiles: true, bindHost: bridgeGateway, connectHost: bridgeGateway, extraHosts: [] };
  }
  const towards = facts.addressTowardsEngine;
  if (towards !== undefined && !isLoopback(towards)) {
    return { ...apart, bindHost: towards, connectHost: towards, extraHosts: [] };
  }
  return apart;
}

/** An engine that shares neither files nor addresses with this machine, but forwards a name to its loopback. */
const apart: NetworkChoice = {
  sharesFiles: false,
  bindHost: "127.0.0.1",
  connectHost: "host.docker.internal",
  networkMode: undefined,
  extraHosts: ["host.docker.internal:host-gateway"],
};

function isVirtualMachine({ platform, operatingSystem, engineHostName }: NetworkFacts): boolean {
  return (
    platform !== "linux" ||
    /docker desktop|rancher desktop/i.test(operatingSystem) ||
    /^(colima|lima)/.test(engineHostName)
  );
}

/** Lima's machines resolve the name themselves, and `host-gateway` would name the machine, not this host. */
function resolvesItself({ foundBy, engineHostName, operatingSystem }: NetworkFacts): boolean {
  return (
    ["Colima", "Rancher Desktop", "Finch"].includes(foundBy) ||
    /^(colima|lima)/.test(engineHostName) ||
    /rancher desktop/i.test(operatingSystem)
  );
}

/** Many machines have the same bridge address, so an engine behind TCP must bear this machine's name as well. */
function runsHere({ platform, addressTowardsEngine, engineHostName, hostName }: NetworkFacts): boolean {
  return platform === "linux" && (addressTowardsEngine === undefined || engineHostName === hostName);
}

function isLoopback(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127\./.test(address);
}
