import { stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { InitError } from "../environment/outcome.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { Problem } from "../model/problem.ts";

/** The init of new code failed: at the place its stack names, where that is in a file of the person's. */
export async function initProblem(fn: LambdaFunction, { text, stack }: InitError): Promise<Problem> {
  const { template, range, logicalId } = fn;
  return {
    code: "init-failed",
    severity: "error",
    message: `The code just saved of ${fn.name} fails to initialise: ${text.replace(/\.$/, "")}.`,
    hint: "Calls fail until it is corrected.",
    ...((await firstPlace(fn, stack)) ?? { file: template, range }),
    logicalId,
  };
}

/** Frames of our own bootstraps, which stand in a bundle's folder and beside this one in the sources, say nothing. */
const ownFolder = join(import.meta.dirname, import.meta.url.endsWith(".ts") ? ".." : "", "bootstrap");

type Place = Pick<Problem, "file" | "range">;

/** Node.js and Python name files in their stacks; of Python's, the innermost comes last. */
async function firstPlace(fn: LambdaFunction, stack: readonly string[]): Promise<Place | undefined> {
  const node = stack.map((line) => /((?:file:\/\/)?(?:[A-Za-z]:)?[/\\][^():]*):(\d+):(\d+)\)?$/.exec(line));
  const python = stack.map((line) => /File "([^"]+)", line (\d+)/.exec(line)).reverse();
  for (const found of [...node, ...python]) {
    if (!found) continue;
    const [, path = "", line = "1", character = "1"] = found;
    const file = localPath(path, fn);
    if (file.includes("node_modules") || file.startsWith(ownFolder) || !(await isFile(file))) continue;
    const start = { line: Number(line) - 1, character: Number(character) - 1 };
    return { file, range: { start, end: start } };
  }
  return undefined;
}

/** Code that runs as it is stands in `/var/task` in a container; the map of a bundle names the sources themselves. */
function localPath(path: string, { code }: LambdaFunction): string {
  const local = path.startsWith("file:") ? fileURLToPath(path) : path;
  return code.kind === "folder" && local.startsWith("/var/task/") ? join(code.path, local.slice(10)) : local;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
