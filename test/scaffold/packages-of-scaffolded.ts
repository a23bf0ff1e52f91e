import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fillPlaceholders } from "../../extension/scaffold/fill-placeholders.ts";
import { cachedFolder } from "../images/cached-folder.ts";
import { runCommand } from "../images/run-command.ts";
import { contentFolder } from "./scaffolded-project.ts";

/**
 * A folder with the packages that scaffolded TypeScript and JavaScript ask for, installed from npm once for each
 * content of their `package.json`.
 *
 * @returns absolute path of its `node_modules`
 * @throws Error when there is no npm, or its registry can't be reached
 */
export async function packagesOfScaffolded(signal?: AbortSignal): Promise<string> {
  const manifest = join(contentFolder, "typescript", "shared", "package.json.tmpl");
  const text = fillPlaceholders(await readFile(manifest, "utf8"), "Scaffolded");
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const folder = await cachedFolder(`scaffolded-${hash}-${process.platform}-${process.arch}`, async (draft) => {
    await writeFile(join(draft, "package.json"), text);
    await runCommand("npm", ["install", "--silent", "--no-audit", "--no-fund"], { cwd: draft, signal });
  });
  return join(folder, "node_modules");
}
