import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Failure } from "../../runner/model/failure.ts";
import type { ScaffoldedFile } from "../scaffold/new-function.ts";

/**
 * Writes new files below a folder. None is written when one of them is there already.
 *
 * @throws Failure `usage` that names those in the way
 */
export async function writeNewFiles(folder: string, files: readonly ScaffoldedFile[]): Promise<void> {
  const taken: string[] = [];
  for (const { path } of files) {
    if ((await stat(join(folder, path)).catch(() => undefined)) !== undefined) taken.push(path);
  }
  if (taken.length > 0) {
    const names = taken.slice(0, 3).join(", ") + (taken.length > 3 ? ` and ${taken.length - 3} more` : "");
    const message = `${names} in ${folder} would be overwritten, so nothing was written. Choose another name, or move them away.`;
    throw new Failure("usage", message);
  }
  for (const { path, text, isExecutable } of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: "wx", mode: isExecutable ? 0o755 : 0o644 });
  }
}
