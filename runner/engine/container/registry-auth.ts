import { spawn } from "node:child_process";
import { join } from "node:path";
import type { DockerConfigAccess } from "./docker-context.ts";

/** Where docker's own configuration is read, and how its credential helpers are asked. */
export interface RegistryAuthAccess extends DockerConfigAccess {
  /** Runs `docker-credential-<helper> get` with the registry on standard input and returns its standard output. */
  readonly askHelper?: (helper: string, registry: string, signal: AbortSignal) => Promise<string>;
}

/** Credentials for one registry in the form the engine takes them. */
export type RegistryAuth =
  | { readonly username: string; readonly password: string; readonly serveraddress: string }
  | { readonly identitytoken: string; readonly serveraddress: string };

/**
 * Credentials for the registry of an image, from where `docker login` puts them: `auths`, `credHelpers` and
 * `credsStore` in docker's `config.json`. None is the normal case, and a helper that fails counts as none: the
 * registry then says itself what it wants.
 */
export async function registryAuth(
  reference: string,
  access: RegistryAuthAccess,
  signal: AbortSignal,
): Promise<RegistryAuth | undefined> {
  const registry = registryOf(reference);
  const config = await readConfig(access);
  const helper = config.credHelpers?.[registry] ?? config.credsStore;
  if (helper !== undefined) {
    try {
      const answer = await (access.askHelper ?? askHelper)(helper, registry, signal);
      const { Username, Secret } = JSON.parse(answer) as { Username: string; Secret: string };
      return Username === "<token>"
        ? { identitytoken: Secret, serveraddress: registry }
        : { username: Username, password: Secret, serveraddress: registry };
    } catch {
      signal.throwIfAborted();
    }
  }
  const entry = config.auths?.[registry] ?? config.auths?.[`https://${registry}`];
  if (entry?.identitytoken !== undefined) return { identitytoken: entry.identitytoken, serveraddress: registry };
  if (entry?.auth === undefined) return undefined;
  const [username = "", ...password] = Buffer.from(entry.auth, "base64").toString().split(":");
  return { username, password: password.join(":"), serveraddress: registry };
}

/** `public.ecr.aws` of `public.ecr.aws/lambda/nodejs:24`; Docker Hub's key in `config.json` for a name without a host. */
export function registryOf(reference: string): string {
  const [first = "", ...rest] = reference.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return isHost ? first : "https://index.docker.io/v1/";
}

interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string; readonly identitytoken?: string }>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

async function readConfig({ env, home, readFile }: RegistryAuthAccess): Promise<DockerConfig> {
  try {
    return JSON.parse(
      await readFile(join(env["DOCKER_CONFIG"] ?? join(home, ".docker"), "config.json")),
    ) as DockerConfig;
  } catch {
    return {};
  }
}

function askHelper(helper: string, registry: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(`docker-credential-${helper}`, ["get"], {
      stdio: ["pipe", "pipe", "ignore"],
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
      windowsHide: true,
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(output) : reject(new Error(`exit ${String(code)}`))));
    child.stdin.on("error", reject);
    child.stdin.end(registry);
  });
}
