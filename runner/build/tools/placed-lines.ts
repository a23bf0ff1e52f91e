import { resolve } from "node:path";
import type { Diagnostic } from "./tool-failure.ts";

/**
 * Reads the form that Go, C compilers and many others use: `./main.go:10:2: undefined: x`. Lines below it that begin
 * with white space belong to the message.
 *
 * @param folder what relative paths are relative to
 */
export function placedLines(output: string, folder: string): Diagnostic[] {
  const found: { -readonly [Key in keyof Diagnostic]: Diagnostic[Key] }[] = [];
  let isOpen = false;
  for (const line of output.split("\n")) {
    const parts = placed.exec(line)?.groups;
    if (parts) {
      const { file = "", line: at = "1", column = "1", word, message = "" } = parts;
      isOpen = word !== "note";
      const severity = word === "warning" ? "warning" : "error";
      if (isOpen) {
        found.push({ severity, message, file: resolve(folder, file), line: Number(at), column: Number(column) });
      }
      continue;
    }
    const last = found.at(-1);
    isOpen &&= /^\s+\S/.test(line);
    if (isOpen && last) last.message += `\n${line.trim()}`;
  }
  return found;
}

/** A file has an extension or is a Makefile, so that `10:15:02: started` and `go: downloading x: y` are none. */
const placed =
  /^(?:vet: |go: )?(?<file>(?:[A-Za-z]:[\\/])?[^\s:][^:]*\.\w+|Makefile):(?<line>[1-9]\d*)(?::(?<column>[1-9]\d*))?: (?:\*\*\* )?(?:(?:fatal )?(?<word>error|warning|note): )?(?<message>\S.*)$/;
