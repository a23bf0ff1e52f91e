import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cachedFolder } from "./images/cached-folder.ts";
import { runCommand } from "./images/run-command.ts";

const sharp = "0.35.5";

/**
 * A project that has sharp, a package with a native addon and a library of its own, installed from npm once.
 *
 * @returns absolute path of the project, which has `node_modules`
 * @throws Error when there is no npm, or its registry can't be reached
 */
export async function projectWithAddon(signal?: AbortSignal): Promise<string> {
  return await cachedFolder(`sharp-${sharp}-${process.platform}-${process.arch}`, async (draft) => {
    await writeFile(join(draft, "package.json"), JSON.stringify({ private: true, dependencies: { sharp } }));
    await runCommand("npm", ["install", "--silent", "--no-audit", "--no-fund"], { cwd: draft, signal });
  });
}
