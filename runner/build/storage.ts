import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { ownFolder } from "../own-folder.ts";
import { folderName, makeGeneration, makeOwnFolder, removeStale, type Place } from "./generations.ts";

/** Folders that builds made, and how many of this process's builds use each. */
export class Storage {
  readonly folder: string;
  readonly #users = new Map<string, number>();
  readonly #ownFolders = new Set<string>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** What one build uses. Ended, it gives back the shared folders and removes its own. */
  open(functionName: string, buildId: string): StorageUse {
    // A function may be built twice in one reload.
    const name = `${buildId}-${randomBytes(2).toString("hex")}`;
    return new StorageUse(this, {
      parent: ownFolder(join(this.folder, "builds")),
      group: folderName(functionName),
      name,
    });
  }

  /** Removes what builds have made for themselves; nothing may run it any more. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#ownFolders].map((folder) => this.removeOwn(folder)));
  }

  async takeOwn(place: Place, fill: (folder: string) => Promise<void>): Promise<string> {
    const folder = join(place.parent, place.group, place.name);
    this.#ownFolders.add(folder);
    try {
      return await makeOwnFolder(place, fill);
    } catch (error) {
      this.#ownFolders.delete(folder);
      throw error;
    }
  }

  async removeOwn(folder: string): Promise<void> {
    this.#ownFolders.delete(folder);
    // A folder that something still holds open (Windows) goes with what dead runners leave.
    await rm(folder, { recursive: true, force: true, maxRetries: 2 }).catch(() => undefined);
  }

  async takeShared(place: Place, fill: (folder: string) => Promise<void>): Promise<string> {
    const folder = join(place.parent, place.group, place.name);
    this.#users.set(folder, (this.#users.get(folder) ?? 0) + 1);
    try {
      return await makeGeneration(place, async (draft) => {
        await fill(draft);
        await this.#sweep(place);
      });
    } catch (error) {
      this.returnShared(folder);
      throw error;
    }
  }

  returnShared(folder: string): void {
    const left = (this.#users.get(folder) ?? 0) - 1;
    if (left > 0) this.#users.set(folder, left);
    else this.#users.delete(folder);
  }

  #sweep(group: Omit<Place, "name">): Promise<void> {
    return removeStale(group, (folder) => this.#users.has(folder));
  }
}

export class StorageUse {
  readonly #storage: Storage;
  readonly #place: Place;
  readonly #shared: string[] = [];
  #own: string | undefined;

  constructor(storage: Storage, place: Place) {
    this.#storage = storage;
    this.#place = place;
  }

  /** Makes the build's own folder, all or nothing. */
  async make(fill: (folder: string) => Promise<void>): Promise<string> {
    this.#own = await this.#storage.takeOwn(this.#place, fill);
    return this.#own;
  }

  /** A folder that builds with the same content share: made unless it exists. */
  async share(
    kind: "zips" | "layers" | "packages" | "vendors",
    group: string,
    name: string,
    fill: (folder: string) => Promise<void>,
  ): Promise<string> {
    const folder = await this.#storage.takeShared({ parent: join(this.#storage.folder, kind), group, name }, fill);
    this.#shared.push(folder);
    return folder;
  }

  async end(): Promise<void> {
    for (const folder of this.#shared.splice(0)) this.#storage.returnShared(folder);
    const own = this.#own;
    this.#own = undefined;
    if (own !== undefined) await this.#storage.removeOwn(own);
  }
}
