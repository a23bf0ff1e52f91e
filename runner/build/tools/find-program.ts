import { statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { isExecutable } from "../../engine/process/executable.ts";
import { Failure } from "../../model/failure.ts";

/** The absolute path of a program on PATH; undefined when there is none. On Windows with one of PATHEXT's endings. */
export function findProgram(name: string): string | undefined {
  const isWindows = process.platform === "win32";
  const endings = isWindows ? (process.env["PATHEXT"] ?? ".COM;.EXE;.BAT;.CMD").split(";") : [""];
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders
    .flatMap((folder) => endings.map((ending) => join(folder, name + ending)))
    .find((path) => statSync(path, { throwIfNoEntry: false })?.isFile() && isExecutable(path));
}

/**
 * @param purpose says what needs it: `Orders is built with it`
 * @param nextStep a sentence that says how to get the program
 * @throws Failure `build-failed` when it is not on PATH
 */
export function requireProgram(name: string, purpose: string, nextStep: string): string {
  const found = findProgram(name);
  if (found !== undefined) return found;
  throw new Failure("build-failed", `${name} is not on PATH of this machine, and ${purpose}. ${nextStep}`);
}
