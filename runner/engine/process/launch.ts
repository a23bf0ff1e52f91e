import { statSync } from "node:fs";
import path from "node:path";
import type { SandboxExit } from "../engine.ts";
import type { Interpreter } from "./choose-interpreter.ts";
import { isExecutable } from "./executable.ts";

/** A command line to run, or what the start comes to without one. */
export type Launch =
  | { readonly kind: "run"; readonly command: readonly string[] }
  | { readonly kind: "refused"; readonly exit: SandboxExit; readonly output: string };

/** Node.js with the arguments that AWS's runtime gives it (`gc` is exposed by the program itself); the heap is cut to the function's memory. */
export function nodeCommand(interpreter: Interpreter, memoryMb: number, bootstrapFolder: string): string[] {
  const youngMb = Math.floor(memoryMb / 10);
  return [
    interpreter.path,
    "--max-http-header-size=81920",
    `--max-semi-space-size=${Math.floor(youngMb / 2)}`,
    `--max-old-space-size=${memoryMb - youngMb}`,
    path.join(bootstrapFolder, "node.mjs"),
  ];
}

/**
 * Python, its output unbuffered as on AWS. On Windows files are UTF-8 only on request.
 *
 * @param programs the first is run, and handed the others
 */
export function pythonCommand(
  interpreter: Interpreter,
  programs: readonly string[],
  platform: NodeJS.Platform,
): string[] {
  const utf8 = platform === "win32" ? ["-X", "utf8"] : [];
  return [interpreter.path, "-u", ...utf8, ...programs];
}

/**
 * Puts the function's `AWS_LAMBDA_EXEC_WRAPPER` in front. Texts and exit codes are those of AWS's start script.
 *
 * @param wrapper as a path of this machine; undefined when the function has none
 */
export function wrapped(command: readonly string[], wrapper: string | undefined): Launch {
  if (wrapper === undefined || wrapper === "") return { kind: "run", command };
  if (!isFile(wrapper)) return refused(127, `${wrapper}: does not exist\n`);
  if (!isExecutable(wrapper)) return refused(126, `${wrapper}: is not an executable\n`);
  return { kind: "run", command: [wrapper, ...command] };
}

function refused(code: number, output: string): Launch {
  return { kind: "refused", exit: { kind: "exited", code }, output };
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
