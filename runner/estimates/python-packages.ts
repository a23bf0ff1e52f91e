import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The distributions that pip has installed, with their bytes, as their records list them.
 *
 * @param roots folders that are on the search path
 */
export async function pythonPackages(roots: readonly string[]): Promise<Map<string, number>> {
  const packages = new Map<string, number>();
  for (const root of roots) {
    for (const folder of await readdir(root).catch(() => [])) {
      const name = /^(.+)-[^-]+\.dist-info$/.exec(folder)?.[1];
      if (name === undefined) continue;
      const record = await readFile(join(root, folder, "RECORD"), "utf8").catch(() => "");
      packages.set(normalized(name), recordedBytes(record));
    }
  }
  return packages;
}

/** As the index has it: `PyYAML` is `pyyaml`, `typing_extensions` `typing-extensions`. Source: PEP 503. */
function normalized(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/** A line is path, hash and size; what is compiled on the spot has no size. Source: PEP 376. */
function recordedBytes(record: string): number {
  return record.split("\n").reduce((sum, line) => sum + Number(/,(\d+)\s*$/.exec(line)?.[1] ?? 0), 0);
}
