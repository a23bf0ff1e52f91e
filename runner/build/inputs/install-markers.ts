import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";

/** What npm, pnpm, Yarn 1 and Yarn 2+ write into `node_modules` at the end of an install. */
const markerNames = [".package-lock.json", ".modules.yaml", ".yarn-integrity", ".yarn-state.yml"];

const modules = "node_modules";

/** Whether a change tells that packages were installed. */
export function isInstallMarker(path: string): boolean {
  return markerNames.includes(basename(path)) && basename(dirname(path)) === modules;
}

export function isInstalled(path: string): boolean {
  return path.split(sep).includes(modules);
}

/** The outermost `node_modules` that an installed file is in. */
export function outermostModules(path: string): string {
  const segments = path.split(sep);
  return segments.slice(0, segments.indexOf(modules) + 1).join(sep);
}

/** Whichever tool installs: its marker may exist or come. */
export function markersIn(modulesFolder: string): string[] {
  return markerNames.map((name) => join(modulesFolder, name));
}

/**
 * The markers of every `node_modules` where a package for `folder` could be: those upwards that exist, and those that
 * an install at or below `top` would make.
 */
export async function markersUpwards(folder: string, top: string): Promise<string[]> {
  const markers: string[] = [];
  let isBelowTop = folder === top || folder.startsWith(top + sep);
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, modules);
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory()) markers.push(...markersIn(await realpath(path)));
    else if (isBelowTop) markers.push(...markersIn(path));
    isBelowTop &&= at !== top;
    if (at === dirname(at)) return markers;
  }
}
