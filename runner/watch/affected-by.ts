import { dirname, extname } from "node:path";
import type { BuildInputs, InputFolder } from "../build/build-inputs.ts";
import type { Change } from "./change.ts";
import { Rivals } from "./rivals.ts";

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
  const concern = (name: string, path: string) => {
    const paths = affected.get(name);
    if (paths === undefined) affected.set(name, new Set([path]));
    else paths.add(path);
  };
  const seen = changes.flatMap(({ path, linkedFrom = [] }) => [path, ...linkedFrom].map((at) => ({ at, path })));
  for (const [name, { files }] of inputsOf) {
    for (const { at, path } of seen) if (files.has(at)) concern(name, path);
  }
  const users = usersOfFolders(inputsOf);
  for (const { at, path } of seen) {
    for (const { name, folder } of usersAbove(at, users)) {
      if (!folder.listedOnly.includes(extname(at))) concern(name, path);
    }
  }
  const rivals = new Rivals(changes.filter(({ kind }) => kind !== "changed").map(({ path }) => path));
  for (const [name, { files }] of inputsOf) for (const path of rivals.of(files)) concern(name, path);
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
