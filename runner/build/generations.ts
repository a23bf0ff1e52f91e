import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** An environment may still run the generation before the newest, so that one stays. */
const kept = 2;

/**
 * Fills `<parent>/<group>/<name>` all or nothing: `fill` gets a folder of another name, which is renamed when it
 * succeeded and removed when not. A folder that exists already is taken as it is, also one that another process made
 * meanwhile. Older generations of the group are removed, but for the newest two.
 *
 * @returns the absolute path of the folder
 */
export async function makeGeneration(
  place: { readonly parent: string; readonly group: string; readonly name: string },
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const group = join(place.parent, place.group);
  const finished = join(group, place.name);
  if (await folderExists(finished)) return finished;
  const draft = join(group, `${place.name}.${randomBytes(4).toString("hex")}.draft`);
  await mkdir(draft, { recursive: true });
  await isolateModules(place.parent);
  try {
    await fill(draft);
    await rename(draft, finished).catch(async (error: unknown) => {
      if (!(await folderExists(finished))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await removeOlder(group, place.name);
  return finished;
}

/** A name for the file system: no separators, no reserved characters, different for different texts. */
export function folderName(text: string): string {
  return encodeURIComponent(text).replaceAll(".", "%2E").replaceAll("*", "%2A");
}

async function folderExists(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

/**
 * Node asks the nearest package.json upwards whether `.js` means ESM. On AWS there is none above `/var/task`; here it
 * could be that of the project the storage folder lies in.
 */
async function isolateModules(parent: string): Promise<void> {
  await writeFile(join(parent, "package.json"), "{}\n");
}

async function removeOlder(group: string, newest: string): Promise<void> {
  const names = (await readdir(group)).filter((name) => name !== newest && !name.endsWith(".draft"));
  const dated = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(group, name), { bigint: true }).catch(() => undefined);
      return { name, madeNs: found?.mtimeNs ?? 0n };
    }),
  );
  dated.sort((a, b) => (a.madeNs < b.madeNs ? 1 : -1));
  for (const { name } of dated.slice(kept - 1)) {
    // A folder that something still holds open (Windows) goes with the next build.
    await rm(join(group, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
