import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { LambdaFunction } from "../../model/function.ts";

/**
 * Which package a Go function is built from: that of its code folder, or, as SAM does when no Go file stands there, the
 * one in the folder that Handler names.
 */
export async function goPackage(fn: Pick<LambdaFunction, "handler">, codeFolder: string): Promise<string> {
  const names = await readdir(codeFolder);
  if (fn.handler === undefined || names.some((name) => name.endsWith(".go"))) return ".";
  const below = await stat(join(codeFolder, fn.handler)).catch(() => undefined);
  return below?.isDirectory() ? `./${fn.handler}` : ".";
}
