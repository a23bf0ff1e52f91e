import { createHash } from "node:crypto";
import { join } from "node:path";
import { parseEngineAddress, type EngineAddress } from "./engine-address.ts";

export interface DockerConfigAccess {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Rejects as `fs.promises.readFile` when the file can't be read. */
  readonly readFile: (path: string) => Promise<string>;
}

/** What a strategy found, or why it does not apply, in words that fit inside brackets. */
export type AddressOrReason = EngineAddress | { readonly kind: "unusable"; readonly reason: string };

/** The address in `DOCKER_HOST`, with the certificates `DOCKER_TLS_VERIFY` and `DOCKER_CERT_PATH` ask for. */
export async function addressFromDockerHost(access: DockerConfigAccess): Promise<AddressOrReason> {
  const host = access.env["DOCKER_HOST"];
  if (host === undefined || host === "") return { kind: "unusable", reason: "not set" };
  const isTls = (access.env["DOCKER_TLS_VERIFY"] ?? "") !== "";
  const address = parseEngineAddress(host, isTls);
  const certPath = access.env["DOCKER_CERT_PATH"];
  if (address.kind !== "tcp" || !address.tls) return address;
  return certPath === undefined && !isTls
    ? address
    : withCertificates(address, certPath ?? configFolder(access), access.readFile);
}

/** The endpoint of the docker context in use: `DOCKER_CONTEXT`, else `currentContext` of docker's own `config.json`. */
export async function addressFromDockerContext(access: DockerConfigAccess): Promise<AddressOrReason> {
  const folder = configFolder(access);
  const name = access.env["DOCKER_CONTEXT"] ?? (await currentContext(folder, access.readFile));
  if (name === undefined || name === "" || name === "default") return { kind: "unusable", reason: "none chosen" };
  // Docker names the folder of a context after the hash of its name.
  const id = createHash("sha256").update(name).digest("hex");
  let meta: { Endpoints?: { docker?: { Host?: string } } };
  try {
    meta = JSON.parse(await access.readFile(join(folder, "contexts", "meta", id, "meta.json"))) as typeof meta;
  } catch {
    return { kind: "unusable", reason: `"${name}" has no readable description in ${folder}` };
  }
  const host = meta.Endpoints?.docker?.Host;
  if (host === undefined) return { kind: "unusable", reason: `"${name}" names no docker endpoint` };
  const tlsFolder = join(folder, "contexts", "tls", id, "docker");
  const certificates = await readCertificates(tlsFolder, access.readFile);
  const address = parseEngineAddress(host, certificates !== undefined);
  return address.kind === "tcp" && certificates !== undefined ? { ...address, certificates } : address;
}

function configFolder({ env, home }: DockerConfigAccess): string {
  return env["DOCKER_CONFIG"] ?? join(home, ".docker");
}

async function currentContext(folder: string, readFile: DockerConfigAccess["readFile"]): Promise<string | undefined> {
  try {
    const config = JSON.parse(await readFile(join(folder, "config.json"))) as { currentContext?: string };
    return config.currentContext;
  } catch {
    // No configuration is the normal case, and a broken one is docker's to report.
    return undefined;
  }
}

async function withCertificates(
  address: EngineAddress & { kind: "tcp" },
  folder: string,
  readFile: DockerConfigAccess["readFile"],
): Promise<AddressOrReason> {
  const certificates = await readCertificates(folder, readFile);
  return certificates === undefined
    ? { kind: "unusable", reason: `ca.pem, cert.pem or key.pem can't be read in ${folder}` }
    : { ...address, certificates };
}

async function readCertificates(
  folder: string,
  readFile: DockerConfigAccess["readFile"],
): Promise<{ ca: string; cert: string; key: string } | undefined> {
  try {
    const [ca, cert, key] = await Promise.all(
      ["ca.pem", "cert.pem", "key.pem"].map((file) => readFile(join(folder, file))),
    );
    return ca === undefined || cert === undefined || key === undefined ? undefined : { ca, cert, key };
  } catch {
    return undefined;
  }
}
