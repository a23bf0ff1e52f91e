import { readdir, realpath } from "node:fs/promises";
import { join, relative } from "node:path";
import type { BuildInputs } from "../build-inputs.ts";
import { isInstalled, markersIn } from "./install-markers.ts";

/**
 * What of a layer's folder counts: all of it. Where runtimes look for packages is named besides, because a watcher
 * passes over installed packages and what a `.gitignore` names, but never over a folder that it was told of.
 *
 * @param folder real path
 */
export async function layerInputs(folder: string): Promise<BuildInputs> {
  const found = await Promise.all(searched.map((path) => expand(folder, path.split("/"))));
  const places = found.flat();
  // An install may make them.
  const modules = [join(folder, "nodejs", "node_modules"), ...places.filter((place) => isModules(folder, place))];
  return {
    files: new Set(modules.flatMap(markersIn)),
    folders: [...new Set([folder, ...places])].map((path) => ({ path, listedOnly: [] })),
  };
}

/** Relative to the layer, `*` for the rest of a name. Source: AWS Lambda Developer Guide, "Layer paths for each runtime". */
const searched = [
  "nodejs/node_modules",
  "nodejs/node*/node_modules",
  "python",
  "python/lib/python*/site-packages",
  "ruby/gems/*",
  "ruby/lib",
  "java/lib",
  "bin",
  "lib",
];

/** The real paths of the folders that are there. */
async function expand(folder: string, [name, ...rest]: readonly string[]): Promise<string[]> {
  if (name === undefined) return [await realpath(folder)];
  const start = name.replace("*", "");
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const matching = entries.filter((entry) => (start === name ? entry.name === name : entry.name.startsWith(start)));
  const folders = matching.filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
  return (await Promise.all(folders.map((entry) => expand(join(folder, entry.name), rest)))).flat();
}

function isModules(folder: string, place: string): boolean {
  return isInstalled(relative(folder, place));
}
