import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { EngineAddress } from "./engine-address.ts";

/** What the engine behind an address says of itself. */
export interface EngineVersion {
  /** `Docker`, `Podman`. */
  readonly product: string;
  readonly version: string;
  /** `linux`, or `windows` for an engine in Windows container mode. */
  readonly os: string;
  /** Address of this machine on the connection to a `tcp` engine; undefined for sockets. */
  readonly localAddress: string | undefined;
}

export type ProbeResult =
  | { readonly kind: "answered"; readonly version: EngineVersion }
  /** `reason` fits inside brackets: `permission denied`. */
  | { readonly kind: "failed"; readonly reason: string };

/** Long enough for an engine that is just waking up, short enough to go through a dozen candidates. */
const answerLimitMs = 2000;

/** Asks `GET /version`. Never throws except for an aborted `signal`. */
export async function probeEngine(address: EngineAddress, signal: AbortSignal): Promise<ProbeResult> {
  const limit = AbortSignal.timeout(answerLimitMs);
  try {
    const { body, status, localAddress } = await getVersion(address, AbortSignal.any([signal, limit]));
    if (status !== 200) return { kind: "failed", reason: `answered HTTP ${String(status)}` };
    const version = readVersion(body, localAddress);
    if (version === undefined) return { kind: "failed", reason: "answered, but not as a container engine" };
    return version.os === "windows"
      ? { kind: "failed", reason: "runs Windows containers" }
      : { kind: "answered", version };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: "failed", reason: limit.aborted ? "timed out" : connectionReason(error) };
  }
}

interface VersionAnswer {
  body: string;
  status: number;
  localAddress: string | undefined;
}

function getVersion(address: EngineAddress, signal: AbortSignal): Promise<VersionAnswer> {
  return new Promise((resolve, reject) => {
    const onResponse = (response: IncomingMessage): void => {
      const localAddress = address.kind === "tcp" ? response.socket.localAddress : undefined;
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ body: Buffer.concat(chunks).toString(), status: response.statusCode ?? 0, localAddress }),
      );
    };
    const options = { path: "/version", agent: false as const, signal };
    const request =
      address.kind === "socket"
        ? httpRequest({ ...options, socketPath: address.path }, onResponse)
        : (address.tls ? httpsRequest : httpRequest)(
            { ...options, host: address.host, port: address.port, ...address.certificates },
            onResponse,
          );
    request.on("error", reject);
    request.end();
  });
}

function readVersion(body: string, localAddress: string | undefined): EngineVersion | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof answer !== "object" || answer === null || !("ApiVersion" in answer)) return undefined;
  const { Version, Os, Components } = answer as {
    Version?: string;
    Os?: string;
    Components?: { Name?: string }[] | null;
  };
  const isPodman = Components?.some((component) => component.Name?.startsWith("Podman")) ?? false;
  return {
    product: isPodman ? "Podman" : "Docker",
    version: (Version ?? "unknown").replace(/\+.*/, ""),
    os: Os ?? "linux",
    localAddress,
  };
}

function connectionReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
      return "no such file";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "ECONNREFUSED":
      return "connection refused";
    case "ENOTSOCK":
      return "not a socket";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "host not found";
    case "ECONNRESET":
    case "EPIPE":
      return "connection closed without an answer";
    default:
      return code?.startsWith("HPE_") === true ? "answered, but not as a container engine" : message;
  }
}
