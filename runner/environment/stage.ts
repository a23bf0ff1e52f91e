import { constants, copyFile, link, mkdir, readdir, readlink, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { isolateModules } from "../build/generations.ts";

/**
 * The code folder of a spare: empty while it waits, filled with what a build made when it is released. Filled with hard
 * links, so the size of the code does not matter.
 */
export class Stage {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @param parent shared by all stages; created when missing */
  static async create(parent: string, name: string): Promise<Stage> {
    const folder = join(parent, name);
    await mkdir(folder, { recursive: true });
    isolateModules(parent);
    return new Stage(folder);
  }

  async fill(codeFolder: string): Promise<void> {
    await linkContent(codeFolder, this.folder);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function linkContent(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) {
      await mkdir(target);
      await linkContent(source, target);
    } else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else await linkFile(source, target);
  }
}

/** File systems without hard links, and those that allow few to one file, get a copy. */
async function linkFile(source: string, target: string): Promise<void> {
  await link(source, target).catch(() => copyFile(source, target, constants.COPYFILE_FICLONE));
}
