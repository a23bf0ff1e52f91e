/** How the engine's API is reached. Certificates are PEM text. */
export type EngineAddress =
  /** A Unix socket, or a Windows named pipe (`//./pipe/docker_engine`). */
  | { readonly kind: "socket"; readonly path: string }
  | {
      readonly kind: "tcp";
      readonly host: string;
      readonly port: number;
      readonly tls: boolean;
      readonly certificates?: { readonly ca: string; readonly cert: string; readonly key: string };
    };

/** `unix:///run/docker.sock`, `npipe:////./pipe/docker_engine`, `tcp://10.0.0.5:2376` for people. */
export function describeAddress(address: EngineAddress): string {
  return address.kind === "socket"
    ? address.path
    : `${address.tls ? "https" : "tcp"}://${address.host}:${String(address.port)}`;
}

/**
 * Reads what `DOCKER_HOST` or a docker context names.
 *
 * @param tls whether a `tcp://` address is meant to be spoken to with TLS (`DOCKER_TLS_VERIFY`)
 * @returns the address, or the reason why it can't be used, in words that fit inside brackets
 */
export function parseEngineAddress(text: string, tls: boolean): EngineAddress | { kind: "unusable"; reason: string } {
  const scheme = /^([a-z]+):\/\//i.exec(text)?.[1]?.toLowerCase();
  switch (scheme) {
    case "unix":
      return { kind: "socket", path: text.slice("unix://".length) || "/var/run/docker.sock" };
    case "npipe":
      return { kind: "socket", path: text.slice("npipe://".length) || "//./pipe/docker_engine" };
    case "ssh":
      return {
        kind: "unusable",
        reason: `${text}: ssh is not supported; forward the engine's socket with "ssh -L" and set DOCKER_HOST to it`,
      };
    case "tcp":
    case "http":
    case "https":
    case undefined: {
      if (scheme === undefined && text.startsWith("/")) return { kind: "socket", path: text };
      const url = URL.parse(scheme === undefined ? `http://${text}` : text.replace(/^tcp:/i, "http:"));
      if (url === null || url.hostname === "") return { kind: "unusable", reason: `${text} is no address` };
      // Not url.port, which is empty for a protocol's usual port.
      const port = /:(\d+)\/?$/.exec(text)?.[1];
      const isTls = scheme === "https" || (scheme !== "http" && (tls || port === "2376"));
      const host = url.hostname.replace(/^\[|\]$/g, "");
      return { kind: "tcp", host, port: Number(port ?? (isTls ? 2376 : 2375)), tls: isTls };
    }
    default:
      return { kind: "unusable", reason: `${text}: ${scheme}:// is not supported` };
  }
}
