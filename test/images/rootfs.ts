import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readdir, readFile, realpath, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { runCommand } from "./run-command.ts";

/** A folder on this machine that becomes an image's file system. Paths inside it are the image's own, from `/`. */
export class Rootfs {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async makeFolder(path: string, mode = 0o755): Promise<void> {
    await mkdir(this.#at(path), { recursive: true });
    await chmod(this.#at(path), mode);
  }

  async writeText(path: string, text: string, mode = 0o644): Promise<void> {
    await mkdir(dirname(this.#at(path)), { recursive: true });
    await writeFile(this.#at(path), text);
    await chmod(this.#at(path), mode);
  }

  /** Makes `path` a symbolic link; `target` is relative to its folder, so that it also holds before the image exists. */
  async link(path: string, target: string): Promise<void> {
    await mkdir(dirname(this.#at(path)), { recursive: true });
    await symlink(target, this.#at(path));
  }

  /** Copies a file, or a folder with all that is in it; links become what they point to, those to nowhere are left out. */
  async copy(source: string, path: string): Promise<void> {
    await mkdir(dirname(this.#at(path)), { recursive: true });
    await cp(await realpath(source), this.#at(path), {
      recursive: true,
      dereference: true,
      // Python takes a compiled file only if its source is as old as it was when compiled.
      preserveTimestamps: true,
      filter: existsSync,
    });
  }

  /** Copies an executable or a shared library, and what it is linked with to `/usr/lib64`, the loader included. */
  async copyLinked(source: string, path: string): Promise<void> {
    await this.copy(source, path);
    await this.#copyLibrariesOf([source], []);
  }

  /** Copies what the shared libraries below a folder of this machine are linked with and the folder does not hold. */
  async copyLibrariesBelow(folder: string): Promise<void> {
    const files = (await readdir(folder, { recursive: true })).filter((file) => /\.so(\.|$)/.test(file));
    await this.#copyLibrariesOf(
      files.map((file) => join(folder, file)),
      files.map((file) => basename(file)),
    );
  }

  /** Copies a text file that is part of a recipe, `@NAME@` replaced by the values given. */
  async copyText(
    source: string,
    path: string,
    mode: number,
    values: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const text = await readFile(join(import.meta.dirname, source), "utf8");
    await this.writeText(
      path,
      Object.entries(values).reduce((filled, [name, value]) => filled.replaceAll(`@${name}@`, value), text),
      mode,
    );
  }

  async #copyLibrariesOf(files: readonly string[], present: readonly string[]): Promise<void> {
    const libraries = parseLdd(await runCommand("ldd", files));
    for (const [name, path] of libraries) {
      if (present.includes(name)) continue;
      if (path === undefined)
        throw new Error(`${name}, which one of ${files.join(", ")} needs, is not on this machine.`);
      await this.copy(path, `/usr/lib64/${name}`);
    }
  }

  #at(path: string): string {
    return join(this.#folder, path);
  }
}

/** Name → path of `libm.so.6 => /lib/… (0x…)`, `libx.so => not found` and the loader's `/lib64/ld-… (0x…)`. */
function parseLdd(output: string): Map<string, string | undefined> {
  const libraries = new Map<string, string | undefined>();
  for (const [, name, found] of output.matchAll(/^\s+(\S+)(?: => (not found|\S+))?(?: \(0x\w+\))?$/gm)) {
    const path = found ?? name;
    if (name === undefined || path === undefined || name.startsWith("linux-vdso")) continue;
    if (path === "not found") libraries.set(name, libraries.get(name));
    else if (path.startsWith("/")) libraries.set(basename(name), path);
  }
  return libraries;
}
