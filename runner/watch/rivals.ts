import { basename, dirname, join, sep } from "node:path";
import { stemOf } from "./watched-folder.ts";

/**
 * Files that came or went, and that an import may find instead of a file it found: `a.ts` and `a.js`, `a.js` and
 * `a/index.js`, `a.py` and `a/__init__.py`.
 */
export class Rivals {
  /** By the length of the path as an import could name it. */
  readonly #named: { readonly length: number; readonly paths: Map<string, string[]> }[] = [];

  constructor(paths: Iterable<string>) {
    for (const path of paths) for (const name of importNames(path)) this.#add(name, path);
  }

  /** Those of the paths that have a rival among the files. Quick, for there may be hundreds of thousands of files. */
  *of(files: Iterable<string>): Iterable<string> {
    if (this.#named.length === 0) return;
    for (const file of files) {
      for (const { length, paths } of this.#named) {
        const end = file.charCodeAt(length);
        if (end !== dotCode && end !== sepCode) continue;
        const found = paths.get(file.slice(0, length));
        if (found !== undefined && isImportedAs(file, length)) yield* found;
      }
    }
  }

  #add(name: string, path: string): void {
    let named = this.#named.find(({ length }) => length === name.length);
    if (named === undefined) this.#named.push((named = { length: name.length, paths: new Map() }));
    named.paths.set(name, [...(named.paths.get(name) ?? []), path]);
  }
}

const dotCode = ".".charCodeAt(0);
const sepCode = sep.charCodeAt(0);

/** Without extension, as imports may name it: `a/b` of `a/b.ts`, and also `a` of `a/index.ts`. */
function importNames(path: string): string[] {
  const folder = dirname(path);
  const stem = stemOf(basename(path));
  const name = join(folder, stem);
  return isOfFolder(stem) ? [name, folder] : [name];
}

function isImportedAs(file: string, length: number): boolean {
  const rest = file.slice(length + 1);
  return file[length] === sep ? isOfFolder(stemOf(rest)) : !rest.includes(sep) && !rest.includes(".");
}

/** Whether an import of a folder finds a file of this name without extension. */
function isOfFolder(stem: string): boolean {
  return stem === "index" || stem === "__init__";
}
