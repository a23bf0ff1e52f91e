import { readFile, realpath, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve, sep } from "node:path";
import { isInstalled, markersIn, outermostModules } from "./install-markers.ts";

/**
 * The folder up to which files around the sources count, existing or not: the nearest package's root, or the
 * template's folder where that is further out.
 */
export async function projectTop(codeFolder: string, template: string): Promise<string> {
  const packageRoot = await firstUpwards(codeFolder, (folder) => exists(join(folder, "package.json")));
  const templateFolder = await realpath(dirname(template)).catch(() => dirname(template));
  const tops = [packageRoot ?? codeFolder, templateFolder].filter((top) => contains(top, codeFolder));
  return tops.sort((a, b) => a.length - b.length)[0] ?? codeFolder;
}

/**
 * The files that say how sources are read: each `package.json` and `tsconfig.json` from a source's folder up to `top`,
 * whether it exists or may come; of a source elsewhere (a linked package) up to its own package's root. And what those
 * tsconfig files extend.
 *
 * @param sources absolute real paths, none in a `node_modules`
 */
export async function configFiles(sources: Iterable<string>, top: string): Promise<Set<string>> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const tops = new Set<string>();
  for (const source of sources) await addAround(dirname(source), top, { found, seen, tops });
  for (const end of tops) {
    // esbuild takes the nearest tsconfig.json upwards, however far up that is.
    const above = await firstUpwards(dirname(end), async (folder) => (await addConfigs(folder, found)) > 0);
    if (above !== undefined) for (const name of tsconfigNames) found.add(join(above, name));
  }
  return found;
}

/** A tsconfig file and all that it extends, itself included; for what is installed, the markers of its install. */
export async function tsconfigChain(file: string): Promise<Set<string>> {
  const chain = new Set<string>();
  await addChain(file, chain);
  return chain;
}

/** esbuild looks for the second where the first is not. */
const tsconfigNames = ["tsconfig.json", "jsconfig.json"];

interface Walk {
  readonly found: Set<string>;
  readonly seen: Set<string>;
  /** Where the walks have ended. */
  readonly tops: Set<string>;
}

async function addAround(folder: string, top: string, { found, seen, tops }: Walk): Promise<void> {
  const isInside = contains(top, folder);
  for (let at = folder; !seen.has(at); at = dirname(at)) {
    seen.add(at);
    found.add(join(at, "package.json"));
    for (const name of tsconfigNames) found.add(join(at, name));
    await addConfigs(at, found);
    const isEnd = isInside ? at === top : await exists(join(at, "package.json"));
    if (!isEnd && at !== dirname(at)) continue;
    tops.add(at);
    return;
  }
}

/** @returns how many there are */
async function addConfigs(folder: string, found: Set<string>): Promise<number> {
  const before = found.size;
  for (const name of tsconfigNames) {
    for (const file of await tsconfigChain(join(folder, name))) found.add(file);
  }
  return found.size - before;
}

async function addChain(path: string, chain: Set<string>): Promise<void> {
  const file = await realpath(path).catch(() => path);
  if (chain.has(file)) return;
  if (isInstalled(file)) {
    if (await exists(file)) for (const marker of markersIn(outermostModules(file))) chain.add(marker);
    return;
  }
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return;
  chain.add(file);
  for (const base of extended(text)) {
    for (const candidate of baseFiles(base, file)) await addChain(candidate, chain);
  }
}

/** By pattern, since comments and trailing commas are allowed here and JSON's parser takes neither. */
function extended(tsconfig: string): string[] {
  const value = /"extends"\s*:\s*("(?:[^"\\]|\\.)*"|\[[^\]]*\])/.exec(tsconfig)?.[1] ?? "";
  return [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, base]) => base ?? "");
}

function baseFiles(base: string, tsconfig: string): string[] {
  if (/^(\.{0,2}[\\/]|\.{1,2}$|[a-z]:)/i.test(base)) {
    const path = resolve(dirname(tsconfig), base);
    return [path, `${path}.json`, join(path, "tsconfig.json")];
  }
  const { resolve: find } = createRequire(tsconfig);
  return [base, `${base}.json`, `${base}/tsconfig.json`].flatMap((name) => {
    try {
      return [find(name)];
    } catch {
      return [];
    }
  });
}

async function firstUpwards(
  folder: string,
  matches: (folder: string) => Promise<boolean>,
): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    if (await matches(at)) return at;
    if (at === dirname(at)) return undefined;
  }
}

function contains(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
