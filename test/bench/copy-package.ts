import { cpSync, existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const repository = join(import.meta.dirname, "..", "..");

/** Installs a package and all it needs, as they are installed here: files of its own, where npm puts them. */
export function copyPackage(name: string, folder: string): void {
  const found = new Set<string>();
  collect(name, repository, found);
  for (const path of found) cpSync(path, join(folder, relative(repository, path)), { recursive: true });
}

function collect(name: string, from: string, found: Set<string>): void {
  const path = findPackage(name, from);
  if (found.has(path)) return;
  found.add(path);
  const { dependencies = {} } = JSON.parse(readFileSync(join(path, "package.json"), "utf8")) as {
    dependencies?: Record<string, string>;
  };
  for (const dependency of Object.keys(dependencies)) collect(dependency, path, found);
}

function findPackage(name: string, from: string): string {
  for (let folder = from; folder.startsWith(repository); folder = dirname(folder)) {
    const path = join(folder, "node_modules", name);
    if (existsSync(join(path, "package.json"))) return path;
  }
  throw new Error(`${name} is not installed. Run npm ci.`);
}
