import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a request may be answered: it must name this machine as its host, and if a browser sent it, the page must
 * come from this machine too. Without this any web page could call functions, by its own name pointed at 127.0.0.1
 * or by a plain form post.
 */
export function isLocalRequest(headers: IncomingHttpHeaders): boolean {
  const { host, origin } = headers;
  if (host === undefined || !isLocalHost(host)) return false;
  if (origin === undefined) return true;
  return URL.canParse(origin) && isLocalHost(new URL(origin).host);
}

/** Names under which containers reach the machine they run on, beside the loopback ones. */
const engineNames = new Set(["host.docker.internal", "host.containers.internal", "host.lima.internal"]);

function isLocalHost(host: string): boolean {
  const name = host.toLowerCase().replace(/:\d+$/, "");
  if (name === "localhost" || name.endsWith(".localhost") || name === "[::1]" || engineNames.has(name)) return true;
  return /^127(\.\d{1,3}){3}$/.test(name);
}
