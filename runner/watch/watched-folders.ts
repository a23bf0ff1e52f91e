import { basename, dirname, join } from "node:path";
import { isBelow } from "./is-below.ts";
import { stemOf, WatchedFolder, type Interest } from "./watched-folder.ts";

/** What each folder was watched for before the newest wishes; undefined for new ones. */
export type Touched = Map<WatchedFolder, Interest | undefined>;

/**
 * Which folders are watched, and what for. Each is anchored: the one above it is watched for its coming and going, up to
 * one above the workspace, since a folder that is replaced or moved along with one above it does not say so itself.
 */
export class WatchedFolders {
  readonly #root: string;
  readonly #onDrop: (folder: WatchedFolder) => void;
  readonly #folders = new Map<string, WatchedFolder>();
  readonly #targets = new Map<string, number>();

  /** @param onDrop called with a folder that is no longer watched */
  constructor(root: string, onDrop: (folder: WatchedFolder) => void) {
    this.#root = root;
    this.#onDrop = onDrop;
  }

  get(path: string): WatchedFolder | undefined {
    return this.#folders.get(path);
  }

  values(): Iterable<WatchedFolder> {
    return this.#folders.values();
  }

  /** The folder itself and the watched ones below it. */
  *under(path: string): Iterable<WatchedFolder> {
    for (const folder of this.#folders.values()) {
      if (folder.path === path || isBelow(folder.path, path)) yield folder;
    }
  }

  /** Watches a single name. */
  addPath(path: string, touched: Touched): void {
    const folder = this.#touch(dirname(path), touched);
    folder.countName(basename(path), 1);
    this.#anchor(folder, touched);
  }

  removePath(path: string): void {
    const folder = this.#folders.get(dirname(path));
    folder?.countName(basename(path), -1);
    this.#release(folder);
  }

  /** Watches a file, and those that an import of it could find instead. */
  addFile(path: string, touched: Touched): void {
    this.addPath(path, touched);
    for (const rival of rivalsOf(path)) this.#touch(rival.folder, touched).countStem(rival.stem, 1);
  }

  removeFile(path: string): void {
    for (const rival of rivalsOf(path)) {
      const folder = this.#folders.get(rival.folder);
      folder?.countStem(rival.stem, -1);
      this.#release(folder);
    }
    this.removePath(path);
  }

  addTarget(path: string, touched: Touched): void {
    const times = this.#targets.get(path) ?? 0;
    this.#targets.set(path, times + 1);
    if (times > 0) return;
    const folder = this.#touch(path, touched);
    folder.owners.add(path);
    this.#anchor(folder, touched);
  }

  removeTarget(path: string): void {
    const times = this.#targets.get(path) ?? 0;
    if (times > 1) this.#targets.set(path, times - 1);
    if (times !== 1) return;
    this.#targets.delete(path);
    this.disown(path, path);
  }

  /** Makes a folder inside a watched one watched for the same owners. @returns undefined if it already was */
  inherit(path: string, owners: Iterable<string>, touched: Touched): WatchedFolder | undefined {
    const added = [...owners].filter((owner) => this.#folders.get(path)?.owners.has(owner) !== true);
    if (added.length === 0) return undefined;
    const folder = this.#touch(path, touched);
    for (const owner of added) folder.owners.add(owner);
    return folder;
  }

  /** Takes a folder and those below it out of what is watched for an owner. */
  disown(path: string, owner: string): void {
    const folder = this.#folders.get(path);
    if (folder?.owners.delete(owner) !== true) return;
    for (const [name, entry] of folder.entries) if (entry.kind === "folder") this.disown(join(path, name), owner);
    this.#release(folder);
  }

  #touch(path: string, touched: Touched): WatchedFolder {
    const known = this.#folders.get(path);
    const folder = known ?? new WatchedFolder(path);
    if (!touched.has(folder)) touched.set(folder, known?.interest());
    this.#folders.set(path, folder);
    return folder;
  }

  #anchor(folder: WatchedFolder, touched: Touched): void {
    const parent = dirname(folder.path);
    if (folder.isAnchored || parent === folder.path || isBelow(this.#root, folder.path)) return;
    folder.isAnchored = true;
    this.addPath(folder.path, touched);
  }

  #release(folder: WatchedFolder | undefined): void {
    if (folder === undefined || this.#folders.get(folder.path) !== folder) return;
    const isOwnTarget = this.#targets.has(folder.path);
    if (folder.isAnchored && folder.names.size === 0 && !isOwnTarget) {
      folder.isAnchored = false;
      this.removePath(folder.path);
    }
    if (folder.isWanted) return;
    this.#folders.delete(folder.path);
    this.#onDrop(folder);
  }
}

/** `a.ts` may win over `a.js`, and over `a/index.js`. */
function rivalsOf(path: string): { folder: string; stem: string }[] {
  const folder = dirname(path);
  const stem = stemOf(basename(path));
  const rivals = [{ folder, stem }];
  if (stem === "index" || stem === "__init__") rivals.push({ folder: dirname(folder), stem: basename(folder) });
  return rivals;
}
