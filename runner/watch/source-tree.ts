import type { BigIntStats } from "node:fs";
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import type { ChangeLog } from "./change-log.ts";
import type { Change } from "./change.ts";
import { isAsStamped, stampFile } from "./file-stamp.ts";
import { namesIn, statOrMissing } from "./folder-content.ts";
import type { FolderHandles } from "./folder-handles.ts";
import { rulesFileName, type IgnoreRules } from "./ignore-rules.ts";
import { isBelow } from "./is-below.ts";
import { LinkedPlaces } from "./linked-places.ts";
import type { Suspects } from "./suspicions.ts";
import type { Entry, WatchedFolder } from "./watched-folder.ts";
import { WatchedFolders, type Touched } from "./watched-folders.ts";

/** One look at the disk. */
interface Look {
  readonly log: ChangeLog;
  readonly touched: Touched;
  /** What was not watched before is taken as it is; otherwise it is new. */
  readonly isBaseline: boolean;
}

/** What the watched files are like, compared with the disk when told to. Looks must not overlap. */
export class SourceTree {
  readonly #rules: IgnoreRules;
  readonly #handles: FolderHandles | undefined;
  readonly #folders: WatchedFolders;
  readonly #links = new LinkedPlaces();
  readonly #changedRules = new Set<string>();
  #files: ReadonlySet<string> = new Set();
  #targets: ReadonlySet<string> = new Set();

  /** @param handles undefined: nothing tells of changes, every folder is to be polled */
  constructor(root: string, rules: IgnoreRules, handles: FolderHandles | undefined) {
    this.#rules = rules;
    this.#handles = handles;
    this.#folders = new WatchedFolders(root, (folder) => this.#drop(folder));
  }

  /** What is watched from now on. */
  async setTargets(files: ReadonlySet<string>, targets: ReadonlySet<string>, log: ChangeLog) {
    const touched: Touched = new Map();
    const [oldFiles, oldTargets] = [this.#files, this.#targets];
    this.#files = files;
    this.#targets = targets;
    for (const path of files) if (!oldFiles.has(path)) this.#folders.addFile(path, touched);
    for (const path of targets) if (!oldTargets.has(path)) this.#addTarget(path, touched);
    for (const path of oldFiles) if (!files.has(path)) this.#folders.removeFile(path);
    for (const path of oldTargets) if (!targets.has(path)) this.#removeTarget(path);
    await this.#compareTouched({ log, touched, isBaseline: true });
  }

  /** Compares what is suspected to have changed with the disk. */
  async look(suspects: ReadonlyMap<string, Suspects>, log: ChangeLog): Promise<void> {
    const look: Look = { log, touched: new Map(), isBaseline: false };
    await Promise.all(
      [...suspects].map(async ([path, names]) => {
        const folder = this.#folders.get(path);
        if (folder !== undefined) await this.#compare(folder, names, look);
      }),
    );
    await this.#applyRules(look);
  }

  mayWant(folder: string, name: string, isRename: boolean): boolean {
    return this.#folders.get(folder)?.mayWant(name, isRename) ?? false;
  }

  /** The watched folders at and below a path; all without one. */
  pathsUnder(path?: string): string[] {
    return Array.from(path === undefined ? this.#folders.values() : this.#folders.under(path), (folder) => folder.path);
  }

  /** Folders whose changes nobody tells of. */
  unheard(): string[] {
    const isUnheard = (folder: WatchedFolder) => folder.identity !== undefined && !folder.isHeard;
    return Array.from(this.#folders.values())
      .filter(isUnheard)
      .map((folder) => folder.path);
  }

  withLinks(change: Change): Change {
    const linkedFrom = this.#links.leadingTo(change.path);
    return linkedFrom.length === 0 ? change : { ...change, linkedFrom };
  }

  async #compareTouched(look: Look): Promise<void> {
    await Promise.all(Array.from(look.touched.keys(), (folder) => this.#compare(folder, "all", look)));
    await this.#applyRules(look);
  }

  async #compare(folder: WatchedFolder, suspects: Suspects, look: Look): Promise<void> {
    try {
      const names = suspects === "all" ? await this.#readFolder(folder, look) : suspects;
      await Promise.all(Array.from(names, (name) => this.#compareName(folder, name, look)));
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      // Too many open files or the like: nothing is known, so nothing is reported; polling has another look.
      folder.isHeard = false;
    }
  }

  /** @returns the names to compare */
  async #readFolder(folder: WatchedFolder, look: Look): Promise<Iterable<string>> {
    // First, so that nothing happens unheard between reading and hearing.
    folder.isHeard = this.#handles?.open(folder.path) ?? false;
    const stats = await statOrMissing(folder.path, true);
    if (stats?.isDirectory() !== true) {
      this.#lose(folder, look);
      return [];
    }
    folder.identity = identityOf(stats);
    await Promise.all(Array.from(folder.owners, (owner) => this.#rules.load(owner, folder.path)));
    const isRead = folder.owners.size > 0 || folder.stems.size > 0;
    folder.listing = isRead ? await namesIn(folder.path) : [];
    return new Set([...folder.listing, ...folder.names.keys(), ...folder.entries.keys()]);
  }

  async #compareName(folder: WatchedFolder, name: string, look: Look): Promise<void> {
    const path = join(folder.path, name);
    const stats = await statOrMissing(path, false);
    if (stats === undefined) {
      folder.ignored.delete(name);
      this.#remove(folder, name, look);
    } else if (!folder.wants(name, stats.isDirectory(), this.#rules)) {
      folder.ignored.add(name);
      this.#forget(folder, name);
    } else {
      folder.ignored.delete(name);
      if (stats.isDirectory()) await this.#compareFolder(folder, name, stats, look);
      else if (stats.isSymbolicLink()) await this.#compareLink(folder, name, look);
      else if (stats.isFile()) await this.#compareFile(folder, name, stats, look);
    }
  }

  async #compareFolder(parent: WatchedFolder, name: string, stats: BigIntStats, look: Look): Promise<void> {
    const path = join(parent.path, name);
    if (parent.entries.get(name)?.kind !== "folder") this.#remove(parent, name, look);
    parent.entries.set(name, { kind: "folder" });
    const heirs = parent.heirs(name, this.#rules);
    for (const owner of parent.owners) if (!heirs.includes(owner)) this.#folders.disown(path, owner);
    const isInherited = this.#folders.inherit(path, heirs, look.touched) !== undefined;
    const folder = this.#folders.get(path);
    if (folder === undefined) return;
    // Folders that are new in this look are compared by it anyway.
    const isOther = folder.identity !== identityOf(stats) && (isInherited || !look.touched.has(folder));
    if (isInherited || isOther) await this.#compare(folder, "all", look);
  }

  async #compareFile(folder: WatchedFolder, name: string, stats: BigIntStats, look: Look): Promise<void> {
    const path = join(folder.path, name);
    const isKnown = this.#wasWanted(folder, name, look);
    let entry = folder.entries.get(name);
    if (entry !== undefined && entry.kind !== "file") {
      this.#remove(folder, name, look);
      entry = undefined;
    }
    const before = isKnown ? entry?.stamp : undefined;
    if (before !== undefined && (await isAsStamped(path, before, stats))) return;
    folder.entries.set(name, { kind: "file", stamp: await stampFile(path, stats) });
    const isEmptied = stats.size === 0n && before?.size !== 0n;
    if (before !== undefined) this.#record(folder, name, "changed", isEmptied, look);
    else if (isKnown) this.#record(folder, name, "added", isEmptied, look);
  }

  async #compareLink(folder: WatchedFolder, name: string, look: Look): Promise<void> {
    const path = join(folder.path, name);
    const isKnown = this.#wasWanted(folder, name, look);
    const entry = folder.entries.get(name);
    const target = await realPathOrNone(path);
    if (entry?.kind === "link" && entry.target === target) return;
    if (entry !== undefined) this.#forget(folder, name);
    folder.entries.set(name, { kind: "link", target });
    if (target !== undefined) await this.#follow(path, target, look);
    if (isKnown) this.#record(folder, name, entry === undefined ? "added" : "changed", false, look);
  }

  async #follow(link: string, target: string, look: Look): Promise<void> {
    const stats = await statOrMissing(target, true);
    // A link to a folder around it would make everything in there count.
    if (stats === undefined || isBelow(link, target)) return;
    const touched: Touched = new Map();
    if (stats.isDirectory()) this.#folders.addTarget(target, touched);
    else this.#folders.addFile(target, touched);
    this.#links.add(link, { target, isFolder: stats.isDirectory() });
    await this.#compareTouched({ ...look, touched, isBaseline: true });
  }

  #remove(folder: WatchedFolder, name: string, look: Look): void {
    const entry = folder.entries.get(name);
    if (entry === undefined) {
      look.log.recordStillMissing(join(folder.path, name));
      return;
    }
    const child = entry.kind === "folder" ? this.#folders.get(join(folder.path, name)) : undefined;
    if (child !== undefined) this.#lose(child, look);
    this.#forget(folder, name);
    if (entry.kind === "folder" || !folder.wants(name, false, this.#rules)) return;
    this.#record(folder, name, "removed", true, look);
  }

  /** The folder does not exist, or no longer. */
  #lose(folder: WatchedFolder, look: Look): void {
    look.log.recordMissingFolder(folder.path);
    for (const name of [...folder.entries.keys()]) this.#remove(folder, name, look);
    folder.identity = undefined;
    folder.isHeard = false;
    this.#handles?.close(folder.path);
  }

  #forget(folder: WatchedFolder, name: string): void {
    const entry = folder.entries.get(name);
    folder.entries.delete(name);
    if (entry !== undefined) this.#letGo(join(folder.path, name), entry);
  }

  #letGo(path: string, entry: Entry): void {
    if (entry.kind === "link") this.#unfollow(path);
    if (entry.kind !== "folder") return;
    const owners = this.#folders.get(path)?.owners ?? [];
    for (const owner of [...owners]) if (owner !== path) this.#folders.disown(path, owner);
  }

  #unfollow(link: string): void {
    const place = this.#links.remove(link);
    if (place === undefined) return;
    if (place.isFolder) this.#folders.removeTarget(place.target);
    else this.#folders.removeFile(place.target);
  }

  #drop(folder: WatchedFolder): void {
    this.#handles?.close(folder.path);
    for (const [name, entry] of folder.entries) if (entry.kind === "link") this.#unfollow(join(folder.path, name));
  }

  #record(folder: WatchedFolder, name: string, kind: Change["kind"], mayBeHalfDone: boolean, { log }: Look): void {
    const path = join(folder.path, name);
    if (name === rulesFileName) {
      this.#changedRules.add(folder.path);
      if (folder.owners.size === 0 && !this.#files.has(path)) return;
    }
    log.record(path, kind, mayBeHalfDone);
  }

  async #applyRules(look: Look): Promise<void> {
    const changed = [...this.#changedRules];
    this.#changedRules.clear();
    for (const path of changed) this.#rules.forget(path);
    for (const path of changed) {
      const folders = [...this.#folders.under(path)].filter(({ owners }) => owners.size > 0);
      await Promise.all(folders.map((folder) => this.#compare(folder, "all", look)));
    }
  }

  #wasWanted(folder: WatchedFolder, name: string, look: Look): boolean {
    if (!look.isBaseline || !look.touched.has(folder)) return true;
    const before = look.touched.get(folder);
    return before !== undefined && folder.wants(name, false, this.#rules, before);
  }

  #addTarget(path: string, touched: Touched): void {
    this.#folders.addTarget(path, touched);
    for (const file of this.#rules.filesAbove(path)) this.#folders.addPath(file, touched);
  }

  #removeTarget(path: string): void {
    for (const file of this.#rules.filesAbove(path)) this.#folders.removePath(file);
    this.#folders.removeTarget(path);
  }
}

function identityOf(stats: BigIntStats): string {
  return `${stats.dev}:${stats.ino}`;
}

async function realPathOrNone(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch {
    return undefined;
  }
}
