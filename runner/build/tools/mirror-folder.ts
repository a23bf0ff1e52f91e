import { copyFile, lstat, mkdir, readdir, readFile, readlink, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { throwIfCancelled } from "../cancellation.ts";

/**
 * Makes a copy of a folder equal to it again: copies what has changed since the last time, and removes from the copy
 * what is no longer in the source. What else came to be in the copy stays, so that tools find what they made before.
 *
 * @param skipped names of files and folders that are not copied
 * @param changed absolute paths below `source` to copy whatever their times and sizes say
 * @throws Failure `cancelled`
 */
export async function mirrorFolder(
  source: string,
  copy: string,
  options: { readonly skipped: ReadonlySet<string>; readonly changed: ReadonlySet<string> },
  signal: AbortSignal,
): Promise<void> {
  const record = `${copy}.json`;
  const before = await readFile(record, "utf8").then(
    (text) => JSON.parse(text) as string[],
    () => [],
  );
  await mkdir(copy, { recursive: true });
  const now = new Set<string>();
  const folders = [""];
  for (const folder of folders) {
    throwIfCancelled(signal);
    for (const entry of await readdir(join(source, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (options.skipped.has(entry.name)) continue;
      if (entry.isDirectory()) {
        folders.push(path);
        await mkdir(join(copy, path), { recursive: true });
      } else if (entry.isFile() || entry.isSymbolicLink()) {
        now.add(path);
        await mirrorFile(join(source, path), join(copy, path), options.changed.has(join(source, path)));
      }
    }
  }
  for (const path of before.filter((each) => !now.has(each))) {
    await rm(join(copy, path), { force: true, recursive: true });
  }
  await mkdir(dirname(record), { recursive: true });
  await writeFile(record, JSON.stringify([...now]));
}

async function mirrorFile(from: string, to: string, isChanged: boolean): Promise<void> {
  const [source, target] = await Promise.all([lstat(from), lstat(to).catch(() => undefined)]);
  if (source.isSymbolicLink()) {
    await rm(to, { force: true, recursive: true });
    await symlink(await readlink(from), to);
    return;
  }
  // `utimes` keeps milliseconds.
  const isSame = target?.size === source.size && Math.abs(target.mtimeMs - source.mtimeMs) < 1;
  if (isSame && !isChanged) return;
  if (target && !target.isFile()) await rm(to, { recursive: true });
  await copyFile(from, to);
  await utimes(to, source.atime, source.mtime);
}
