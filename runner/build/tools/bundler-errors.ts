import type { Diagnostic } from "./tool-failure.ts";

/**
 * Reads Bundler's errors that concern a line of the Gemfile.
 *
 * @param gemfile its path and text
 */
export function bundlerErrors(output: string, gemfile: { readonly path: string; readonly text: string }): Diagnostic[] {
  const error = { severity: "error", file: gemfile.path, column: 1 } as const;
  const names = gemfile.text.split("\n").map((line) => /^\s*gem[\s(]+["']([^"']+)/.exec(line)?.[1]);
  const missing = output.split(/\n\s*\n/).flatMap((paragraph) => {
    const [said, name = ""] = /Could not find gem '([^' ]+).*/s.exec(paragraph) ?? [];
    const index = names.indexOf(name);
    return said === undefined || index < 0
      ? []
      : [{ ...error, message: said.replace(/\s+/g, " ").trim(), line: index + 1 }];
  });
  const [, unread, line] = /There was an error parsing [^:]*: (.*)[^]*?^\s*#\s+from .*:(\d+)$/m.exec(output) ?? [];
  return unread === undefined ? missing : [...missing, { ...error, message: unread, line: Number(line) }];
}
