import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";

/** Another runner of the workspace may use what is younger: an environment lives 15 minutes at most without being used. */
const staleAfterMs = 60 * 60 * 1000;

export interface Place {
  readonly parent: string;
  readonly group: string;
  readonly name: string;
}

/**
 * Fills `<parent>/<group>/<name>` all or nothing: `fill` gets a folder of another name, which is renamed when it
 * succeeded and removed when not. A folder that exists already is taken as it is, also one that another process made
 * meanwhile, and counts as new.
 *
 * @returns the absolute path of the folder
 */
export async function makeGeneration(place: Place, fill: (folder: string) => Promise<void>): Promise<string> {
  const group = join(place.parent, place.group);
  const finished = join(group, place.name);
  if (await isFolder(finished)) {
    const now = new Date();
    await utimes(finished, now, now);
    return finished;
  }
  const draft = join(group, `${place.name}.${randomBytes(4).toString("hex")}.draft`);
  await mkdir(draft, { recursive: true });
  isolateModules(place.parent);
  try {
    await fill(draft);
    await rename(draft, finished).catch(async (error: unknown) => {
      if (!(await isFolder(finished))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return finished;
}

/** Makes `<parent>/<group>/<name>`, which nobody else looks for, and nothing when `fill` fails. */
export async function makeOwnFolder(place: Place, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(place.parent, place.group, place.name);
  mkdirSync(folder, { recursive: true });
  try {
    isolateModules(place.parent);
    await fill(folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

/** Removes the folders of a group that nobody has made or taken for an hour, but for those that `isKept`. */
export async function removeStale(
  { parent, group }: Omit<Place, "name">,
  isKept: (folder: string) => boolean,
): Promise<void> {
  const names = await readdir(join(parent, group)).catch(() => []);
  for (const name of names) {
    const folder = join(parent, group, name);
    const found = await stat(folder).catch(() => undefined);
    if (isKept(folder) || found === undefined || Date.now() - found.mtimeMs < staleAfterMs) continue;
    // A folder that something still holds open (Windows) goes another time.
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** A name for the file system: no separators, no reserved characters, different for different texts. */
export function folderName(text: string): string {
  return encodeURIComponent(text).replaceAll(".", "%2E").replaceAll("*", "%2A");
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

/**
 * Node asks the nearest package.json upwards whether `.js` means ESM. On AWS there is none above `/var/task`; here it
 * could be that of the project the storage folder lies in. Written once: a runtime may be reading it.
 */
export function isolateModules(parent: string): void {
  const path = join(parent, "package.json");
  if (existsSync(path)) return;
  try {
    writeFileSync(path, "{}\n", { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
