import { realpathSync, statSync, type BigIntStats } from "node:fs";
import { Failure } from "../model/failure.ts";

/** A folder or zip on this machine that a template names. */
export interface CodePath {
  /** Real path, links followed. */
  readonly path: string;
  readonly stats: BigIntStats;
}

/**
 * Looks a code or layer path up. Synchronous, as are other single looks on the way from a save to its build: the thread
 * pool takes longer than the file system.
 *
 * @param owner for the message: `The code of Hello`
 * @throws Failure `code-missing` when it is not there or not of the kind
 */
export function findCodePath(kind: "folder" | "zip", path: string, owner: string): CodePath {
  const real = realPath(path, owner);
  const stats = statSync(real, { bigint: true });
  if (kind === "folder" ? stats.isDirectory() : stats.isFile()) return { path: real, stats };
  const expected = kind === "folder" ? "a folder or a .zip file" : "a file";
  throw new Failure("code-missing", `${owner} is ${path}, which is not ${expected}. Correct the path in the template.`);
}

function realPath(path: string, owner: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw new Failure(
      "code-missing",
      `${owner} is not there: ${path}. Build the project if that makes it, or correct the path in the template.`,
      { cause: error },
    );
  }
}
