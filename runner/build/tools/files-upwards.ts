import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The files of these names in a folder and those above it, the nearest first. */
export function filesUpwards(folder: string, names: readonly string[]): string[] {
  const found: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    found.push(...names.map((name) => join(at, name)).filter((file) => existsSync(file)));
    if (at === dirname(at)) return found;
  }
}
