import { basename, dirname, extname, join } from "node:path";
import type { Change } from "./change.ts";
import { stemOf } from "./watched-folder.ts";

/** What a build was made of: absolute real paths. */
export interface BuildInputs {
  readonly files: ReadonlySet<string>;
  readonly folders: readonly InputFolder[];
}

export interface InputFolder {
  readonly path: string;
  /** Extensions with dot whose files count only when they are among `files`. Empty: every file counts. */
  readonly listedOnly: readonly string[];
}

/**
 * Which functions a burst of changes touches.
 *
 * @param inputsOf by function name
 * @returns by function name: the changed paths that concern it
 */
export function affectedBy(
  changes: readonly Change[],
  inputsOf: ReadonlyMap<string, BuildInputs>,
): Map<string, Set<string>> {
  const affected = new Map<string, Set<string>>();
  const concern = (name: string, { path }: Change) => {
    const paths = affected.get(name);
    if (paths === undefined) affected.set(name, new Set([path]));
    else paths.add(path);
  };
  const users = usersOfFolders(inputsOf);
  for (const change of changes) {
    const paths = [change.path, ...(change.linkedFrom ?? [])];
    for (const [name, { files }] of inputsOf) if (paths.some((path) => files.has(path))) concern(name, change);
    for (const path of paths) {
      for (const { name, folder } of usersAbove(path, users)) {
        if (!folder.listedOnly.includes(extname(path))) concern(name, change);
      }
    }
  }
  // Only what comes or goes can change where an import leads, so the index isn't needed for a save.
  for (const change of changes.filter(({ kind }) => kind !== "changed")) {
    const names = importNames(change.path);
    for (const [name, { files }] of inputsOf) {
      const known = importNamesOf(files);
      if (names.some((each) => known.has(each))) concern(name, change);
    }
  }
  return affected;
}

interface FolderUser {
  readonly name: string;
  readonly folder: InputFolder;
}

function usersOfFolders(inputsOf: ReadonlyMap<string, BuildInputs>): Map<string, FolderUser[]> {
  const users = new Map<string, FolderUser[]>();
  for (const [name, { folders }] of inputsOf) {
    for (const folder of folders) {
      const known = users.get(folder.path);
      if (known === undefined) users.set(folder.path, [{ name, folder }]);
      else known.push({ name, folder });
    }
  }
  return users;
}

function* usersAbove(path: string, users: ReadonlyMap<string, FolderUser[]>): Iterable<FolderUser> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    yield* users.get(folder) ?? [];
    if (folder === dirname(folder)) return;
  }
}

/** Without extension, as imports may name it: `a/b` of `a/b.ts`, and also `a` of `a/index.ts`. */
function importNames(path: string): string[] {
  const folder = dirname(path);
  const stem = stemOf(basename(path));
  const name = join(folder, stem);
  return stem === "index" || stem === "__init__" ? [name, folder] : [name];
}

/** Builds don't change, so what was made of one's files holds as long as it. */
const known = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

function importNamesOf(files: ReadonlySet<string>): ReadonlySet<string> {
  const made = known.get(files) ?? new Set([...files].flatMap(importNames));
  known.set(files, made);
  return made;
}
