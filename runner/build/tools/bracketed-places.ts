import { resolve } from "node:path";
import type { Diagnostic } from "./tool-failure.ts";

/**
 * Reads the form that Microsoft's compilers use: `Function.cs(12,5): error CS1002: ; expected [/path/Hello.csproj]`.
 *
 * @param folder what relative paths are relative to
 */
export function bracketedPlaces(output: string, folder: string): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const { groups } of output.matchAll(placed)) {
    const { file = "", line, column = "1", severity, message = "" } = groups ?? {};
    // MSBuild repeats all of them in its summary.
    found.set(`${file} ${line} ${column} ${message}`, {
      severity: severity === "warning" ? "warning" : "error",
      message,
      file: resolve(folder, file),
      line: Number(line),
      column: Number(column),
    });
  }
  return [...found.values()];
}

const placed =
  /^\s*(?<file>\S.*?)\((?<line>[1-9]\d*)(?:,(?<column>[1-9]\d*))?(?:,\d+,\d+)?\): (?<severity>error|warning) (?<message>\w+: .+?)(?: \[[^\]]*\])?$/gm;
