import type { ReadFiles } from "../incremental-builds.ts";

/** Packages that can be bundled once and for all instead of with each build. */
export interface VendorPlan {
  /** From the import's text to the file it means, as esbuild names both. */
  readonly entries: ReadonlyMap<string, string>;
  /** All that the entries take in. */
  readonly files: ReadonlySet<string>;
}

/** Less is linked faster than it is worth to set it apart. */
const minBytes = 100_000;

/**
 * Finds what a bundle can do without linking anew at each build: CommonJS modules of packages that sources import, with
 * all that those import. CommonJS, because a bundle holds such a module whole and loads it as `require` would, so that
 * it makes no difference in which file it is; and nothing that the rest of the bundle imports too, since modules must
 * not exist twice.
 */
export function planVendor(read: ReadFiles): VendorPlan | undefined {
  const sources = Object.keys(read).filter((path) => !isInstalled(path));
  const entries = packageImports(read, sources);
  for (;;) {
    const rest = reachable(read, sources, (specifier, importer) => !(isSource(importer) && entries.has(specifier)));
    const before = entries.size;
    for (const [specifier, path] of entries) {
      if (!canStandAlone(reachable(read, [path]), rest)) entries.delete(specifier);
    }
    if (entries.size === before) break;
  }
  const files = reachable(read, [...entries.values()]);
  const bytes = [...files].reduce((sum, path) => sum + (read[path]?.bytes ?? 0), 0);
  return bytes < minBytes ? undefined : { entries, files };
}

/** The imports of CommonJS packages in sources, apart from those that mean different files in different places. */
function packageImports(read: ReadFiles, sources: readonly string[]): Map<string, string> {
  const entries = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const source of sources) {
    for (const { path, original, kind, external } of read[source]?.imports ?? []) {
      if (external || original === undefined || /^[./#]/.test(original) || !isInstalled(path)) continue;
      const isCommonJs = read[path]?.format === "cjs";
      if (!isCommonJs || !movable.has(kind) || (entries.get(original) ?? path) !== path) ambiguous.add(original);
      else entries.set(original, path);
    }
  }
  for (const specifier of ambiguous) entries.delete(specifier);
  return entries;
}

const movable: ReadonlySet<string> = new Set(["import-statement", "require-call", "dynamic-import"]);

function canStandAlone(files: ReadonlySet<string>, rest: ReadonlySet<string>): boolean {
  return [...files].every((path) => !rest.has(path) && !isSource(path));
}

function reachable(
  read: ReadFiles,
  from: readonly string[],
  follows: (specifier: string, importer: string) => boolean = () => true,
): Set<string> {
  const seen = new Set(from);
  // A set hands out what is added to it meanwhile.
  for (const path of seen) {
    for (const { path: imported, original = "", external } of read[path]?.imports ?? []) {
      if (!external && imported in read && follows(original, path)) seen.add(imported);
    }
  }
  return seen;
}

function isInstalled(path: string): boolean {
  return path.split("/").includes("node_modules");
}

/** Not what a package leaves out for Node, `(disabled):…`. */
function isSource(path: string): boolean {
  return !isInstalled(path) && !path.startsWith("(");
}
