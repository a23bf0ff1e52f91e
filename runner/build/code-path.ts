import type { BigIntStats } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { Failure } from "../model/failure.ts";

/** A folder or zip on this machine that a template names. */
export interface CodePath {
  /** Real path, links followed. */
  readonly path: string;
  readonly stats: BigIntStats;
}

/**
 * Looks a code or layer path up.
 *
 * @param owner for the message: `The code of Hello`
 * @throws Failure `code-missing` when it is not there or not of the kind
 */
export async function findCodePath(kind: "folder" | "zip", path: string, owner: string): Promise<CodePath> {
  const real = await realpath(path).catch((error: unknown) => {
    throw new Failure(
      "code-missing",
      `${owner} is not there: ${path}. Build the project if that makes it, or correct the path in the template.`,
      { cause: error },
    );
  });
  const stats = await stat(real, { bigint: true });
  if (kind === "folder" ? stats.isDirectory() : stats.isFile()) return { path: real, stats };
  const expected = kind === "folder" ? "a folder or a .zip file" : "a file";
  throw new Failure("code-missing", `${owner} is ${path}, which is not ${expected}. Correct the path in the template.`);
}
