import { readFile as readFileFromDisk } from "node:fs/promises";
import {
  addressFromDockerContext,
  addressFromDockerHost,
  type AddressOrReason,
  type DockerConfigAccess,
} from "./docker-context.ts";
import { describeAddress, type EngineAddress } from "./engine-address.ts";
import { probeEngine, type EngineVersion, type ProbeResult } from "./probe-engine.ts";
import { wellKnownSockets } from "./well-known-sockets.ts";

export interface FindEngineOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly signal: AbortSignal;
  readonly uid?: number | undefined;
  readonly readFile?: (path: string) => Promise<string>;
  readonly probe?: (address: EngineAddress, signal: AbortSignal) => Promise<ProbeResult>;
}

/** A way to an engine that did not work out. `reason` fits inside brackets. */
export interface TriedEngine {
  readonly name: string;
  readonly reason: string;
}

export interface FoundEngine {
  readonly kind: "found";
  readonly address: EngineAddress;
  /** Which way led there: `DOCKER_HOST`, `docker context`, `Docker`, `Colima`, … */
  readonly name: string;
  readonly version: EngineVersion;
  /** `Docker 20.10.24 at /var/run/docker.sock`. */
  readonly description: string;
  /** Where docker's own configuration is, for the credentials of registries. */
  readonly config: DockerConfigAccess;
  readonly tried: readonly TriedEngine[];
}

/**
 * Looks for a container engine: `DOCKER_HOST`, the docker context, then the places where engines put their socket.
 * The first one that answers is taken. Loads no client library.
 */
export async function findContainerEngine(
  options: FindEngineOptions,
): Promise<FoundEngine | { readonly kind: "none"; readonly tried: readonly TriedEngine[] }> {
  const { probe = probeEngine, signal, env, home } = options;
  const readFile = options.readFile ?? ((path: string) => readFileFromDisk(path, "utf8"));
  const config = { env, home, readFile };
  const tried: TriedEngine[] = [];
  const seen = new Set<string>();
  for (const { name, label, locate } of strategies(options, config)) {
    const address = await locate();
    if (address.kind === "unusable") {
      tried.push({ name: label, reason: address.reason });
      continue;
    }
    const place = describeAddress(address);
    if (seen.has(place)) continue;
    seen.add(place);
    const result = await probe(address, signal);
    if (result.kind === "answered") {
      const { product, version } = result.version;
      const description = `${product} ${version} at ${place}`;
      return { kind: "found", address, name, version: result.version, description, config, tried };
    }
    tried.push({ name: label.includes(place) ? label : `${label} ${place}`, reason: result.reason });
  }
  return { kind: "none", tried };
}

interface Strategy {
  readonly name: string;
  /** For the list of what was tried. */
  readonly label: string;
  readonly locate: () => Promise<AddressOrReason>;
}

function strategies({ env, home, platform, uid }: FindEngineOptions, config: DockerConfigAccess): Strategy[] {
  return [
    { name: "DOCKER_HOST", label: "DOCKER_HOST", locate: () => addressFromDockerHost(config) },
    { name: "docker context", label: "docker context", locate: () => addressFromDockerContext(config) },
    ...wellKnownSockets({ platform, home, env, uid }).map(({ name, path }) => ({
      name,
      label: `${name} ${path}`,
      locate: () => Promise.resolve({ kind: "socket" as const, path }),
    })),
  ];
}
