import type Docker from "dockerode";
import { Agent as HttpAgent, type AgentOptions } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { inspect } from "node:util";
import type { EngineAddress } from "./engine-address.ts";

/** dockerode on connections of its own, which stay open between requests until `close`. */
export interface DockerClient {
  readonly docker: Docker;
  close(): void;
}

/**
 * Connects dockerode. It is loaded here and nowhere else, because it is the largest thing in the runner and not needed
 * until containers are. The bundle leaves out its gRPC and SSH halves.
 */
export async function connectDocker(address: EngineAddress): Promise<DockerClient> {
  const { default: DockerClass } = await import("dockerode");
  const agent = keepAliveAgent(address);
  // The type leaves out what dockerode hands through to its transport.
  const options: Docker.DockerOptions & { agent: HttpAgent } = { ...transportOptions(address), agent };
  const docker = withoutVariables(() => new DockerClass(options));
  return { docker, close: () => agent.destroy() };
}

/**
 * The transport mixes what DOCKER_HOST and its kind say into any options it is given, and throws when they make no
 * sense. Which engine to talk to has been decided before.
 */
function withoutVariables<Made>(make: () => Made): Made {
  const names = Object.keys(process.env).filter((name) => name.startsWith("DOCKER_"));
  const hidden = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) Reflect.deleteProperty(process.env, name);
  try {
    return make();
  } finally {
    Object.assign(process.env, Object.fromEntries(hidden));
  }
}

function transportOptions(address: EngineAddress): Docker.DockerOptions {
  if (address.kind === "socket") return { socketPath: address.path };
  const { host, port, tls, certificates } = address;
  return { host, port, protocol: tls ? "https" : "http", ...certificates };
}

function keepAliveAgent(address: EngineAddress): HttpAgent {
  // Idle connections are given up before an engine's own proxy (Docker Desktop has one) closes them under a request.
  const options: AgentOptions = { keepAlive: true, timeout: 5000, scheduling: "lifo" };
  const agent = address.kind === "tcp" && address.tls ? new HttpsAgent(options) : new HttpAgent(options);
  // For every request the transport formats its options, agent and sockets included, for a log that is off.
  return Object.assign(agent, { [inspect.custom]: () => "[agent]" });
}
