import type { Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** What stands in a folder. Sizes are in bytes. */
export interface FolderContent {
  readonly bytes: number;
  /** When a file in it was last changed, in Unix time in ms. */
  readonly changedAtMs: number;
  /** Of the packages in folders named `node_modules`, by name, those within others apart from them. */
  readonly packages: ReadonlyMap<string, number>;
}

export const emptyContent: FolderContent = { bytes: 0, changedAtMs: 0, packages: new Map() };

/** How many files are looked at: what counts is then far above any limit. */
const maxFiles = 50_000;

/** What never goes into a deployment package. */
const notPackaged: ReadonlySet<string> = new Set([".git", ".aws-sam"]);

/** Looks through a folder. What can't be read counts as nothing. */
export async function folderContent(root: string): Promise<FolderContent> {
  const packages = new Map<string, number>();
  const folders = [root];
  let bytes = 0;
  let changedAtMs = 0;
  let files = 0;
  for (let path = folders.pop(); path !== undefined && files <= maxFiles; path = folders.pop()) {
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (entry.isDirectory() && !notPackaged.has(entry.name)) folders.push(join(path, entry.name));
    }
    const regular = entries.filter((entry) => entry.isFile());
    const stats = await Promise.all(regular.map(({ name }) => statOf(join(path, name))));
    const own = stats.reduce((sum, file) => sum + (file?.size ?? 0), 0);
    bytes += own;
    files += regular.length;
    changedAtMs = stats.reduce((latest, file) => Math.max(latest, file?.mtimeMs ?? 0), changedAtMs);
    const name = packageOf(`${relative(root, path).split(sep).join("/")}/`);
    if (name !== undefined && own > 0) packages.set(name, (packages.get(name) ?? 0) + own);
  }
  return { bytes, changedAtMs, packages };
}

/** The package that a path leads into, with forward slashes; undefined outside of packages. */
export function packageOf(path: string): string | undefined {
  return /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/.][^/]*)\//.exec(path)?.[1];
}

async function statOf(path: string): Promise<Stats | undefined> {
  return await stat(path).catch(() => undefined);
}
