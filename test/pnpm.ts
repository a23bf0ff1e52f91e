import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cachedFolder } from "./images/cached-folder.ts";
import { runCommand } from "./images/run-command.ts";

const pnpm = "12.21.0";

/**
 * The script that Node runs as pnpm, installed from npm once.
 *
 * @throws Error when there is no npm, or its registry can't be reached
 */
export async function pnpmScript(signal?: AbortSignal): Promise<string> {
  const folder = await cachedFolder(`pnpm-${pnpm}-${process.platform}-${process.arch}`, async (draft) => {
    await writeFile(join(draft, "package.json"), JSON.stringify({ private: true, dependencies: { pnpm } }));
    await runCommand("npm", ["install", "--silent", "--no-audit", "--no-fund"], { cwd: draft, signal });
  });
  return join(folder, "node_modules", "pnpm", "bin", "pnpm.mjs");
}
