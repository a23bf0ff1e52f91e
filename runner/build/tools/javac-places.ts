import type { Diagnostic } from "./tool-failure.ts";

/**
 * Reads what Maven and Gradle print of a Java or Kotlin compiler: `[ERROR] /path/Main.java:[12,5] ';' expected`,
 * `/path/Main.java:12: error: ';' expected`, `e: file:///path/Main.kt:12:5 Expecting an expression`.
 */
export function javacPlaces(output: string): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const form of forms) {
    for (const { groups } of output.matchAll(form)) {
      const { file = "", line, column = "1", severity, message = "" } = groups ?? {};
      // Maven repeats all of them in its summary.
      found.set(`${file} ${line} ${column} ${message}`, {
        severity: severity && /^w/i.test(severity) ? "warning" : "error",
        message,
        // As a URL it begins with one slash too many on Windows: /C:/path.
        file: /^\/[A-Za-z]:/.test(file) ? file.slice(1) : file,
        line: Number(line),
        column: Number(column),
      });
    }
  }
  return [...found.values()];
}

const forms = [
  /^\[(?<severity>ERROR|WARNING)\] (?<file>\S.*):\[(?<line>[1-9]\d*),(?<column>[1-9]\d*)\] (?<message>.+)$/gm,
  /^(?<file>\S.*\.(?:java|groovy|scala)):(?<line>[1-9]\d*): (?<severity>error|warning): (?<message>.+)$/gm,
  /^(?<severity>[ew]): (?:file:\/\/)?(?<file>\S.*\.kts?):\(?(?<line>[1-9]\d*)[:,] ?(?<column>[1-9]\d*)\)?:? (?<message>.+)$/gm,
];
