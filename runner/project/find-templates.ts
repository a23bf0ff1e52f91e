import { readdir } from "node:fs/promises";
import path from "node:path";

const names: readonly string[] = ["template.yaml", "template.yml", "template.json"];

/** Folders that hold dependencies or what tools made out of the templates. */
export const skippedFolders: ReadonlySet<string> = new Set([
  "node_modules",
  ".git",
  ".aws-sam",
  "cdk.out",
  "dist",
  "build",
]);

/** How many folders below the workspace folder are looked into. */
export const maxDepth = 4;

/** Absolute paths of the templates in a workspace, nearest to its root first. Folders that can't be read are passed over. */
export async function findTemplates(root: string): Promise<string[]> {
  const found: string[] = [];
  let folders = [root];
  for (let depth = 0; depth <= maxDepth && folders.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of folders) {
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      entries.sort((one, other) => (one.name < other.name ? -1 : 1));
      for (const entry of entries) {
        if (entry.isDirectory() && !skippedFolders.has(entry.name)) next.push(path.join(folder, entry.name));
        else if (!entry.isDirectory() && names.includes(entry.name)) found.push(path.join(folder, entry.name));
      }
    }
    folders = next;
  }
  return found;
}
