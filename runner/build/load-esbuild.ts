import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as esbuild from "esbuild";

export type Esbuild = typeof esbuild;

/**
 * esbuild as a folder's own packages have it, so that a build here is the build of the project; else the one this
 * package brings. Loaded on the first build: an idle runner does without its memory and its service process.
 */
export async function loadEsbuild(codeFolder: string): Promise<Esbuild> {
  const own = resolveFrom(codeFolder);
  if (own === undefined) return import("esbuild");
  const loaded = (await import(pathToFileURL(own).href)) as Esbuild & { default?: Esbuild };
  return loaded.default ?? loaded;
}

function resolveFrom(folder: string): string | undefined {
  try {
    return createRequire(join(folder, "package.json")).resolve("esbuild");
  } catch {
    return undefined;
  }
}
