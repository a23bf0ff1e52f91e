import { installedFolder } from "./installed-folder.ts";
import { asRecord, readManifest } from "./manifest.ts";

/** A package, and where it is laid so that those that need it find it. */
export interface PlacedPackage {
  readonly name: string;
  /** Real path of what is installed. */
  readonly folder: string;
  /** Relative to what becomes `/var/task`, with forward slashes: `node_modules/a/node_modules/b`. */
  readonly target: string;
  /** The platform's own halves are among those: `@img/sharp-linux-x64`. */
  readonly optional: readonly PlacedPackage[];
}

/**
 * Packages with all they need, laid out the way npm does: at the top, or below the package that needs another version
 * than the top has. So a layout of links, such as pnpm's, becomes one of plain folders.
 *
 * @param roots from name to real path
 */
export async function packageTree(roots: ReadonlyMap<string, string>): Promise<PlacedPackage[]> {
  const top: Level = { target: "", above: undefined, packages: new Map() };
  const placed: Placed[] = [];
  const queue: Level[] = [];
  const place = (name: string, folder: string, level: Level): Placed => {
    const made: Placed = { name, folder, target: `${level.target}node_modules/${name}`, optional: [] };
    level.packages.set(name, made);
    placed.push(made);
    queue.push({ target: `${made.target}/`, above: level, packages: new Map(), of: made });
    return made;
  };
  for (const [name, folder] of roots) place(name, folder, top);
  for (let level = queue.shift(); level?.of !== undefined; level = queue.shift()) {
    const { needed, optional } = await needs(level.of.folder);
    for (const name of needed) {
      const folder = await installedFolder(name, level.of.folder);
      if (folder === undefined) continue;
      const visible = look(name, level);
      const found = visible?.folder === folder ? visible : place(name, folder, visible === undefined ? top : level);
      if (optional.has(name)) level.of.optional.push(found);
    }
  }
  return placed;
}

interface Placed extends PlacedPackage {
  readonly optional: Placed[];
}

/** A `node_modules` folder to be. */
interface Level {
  /** Of what it is in: empty or with a slash at the end. */
  readonly target: string;
  readonly above: Level | undefined;
  readonly packages: Map<string, Placed>;
  readonly of?: Placed;
}

function look(name: string, from: Level): Placed | undefined {
  for (let level: Level | undefined = from; level; level = level.above) {
    const found = level.packages.get(name);
    if (found) return found;
  }
  return undefined;
}

async function needs(folder: string): Promise<{ needed: Set<string>; optional: Set<string> }> {
  const manifest = await readManifest(folder);
  const names = (key: string): string[] => Object.keys(asRecord(manifest[key]));
  const optional = new Set(names("optionalDependencies"));
  return { needed: new Set([...names("dependencies"), ...optional, ...names("peerDependencies")]), optional };
}
