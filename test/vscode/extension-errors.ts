import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What VS Code has logged as uncaught of our extension, with stacks: people see no more of it than something that
 * does not work.
 *
 * @param userData the user data folder of a window that is, or was, open
 */
export function extensionErrors(userData: string): string[] {
  const files = globSync("logs/*/exthost*/remoteexthost.log", { cwd: userData });
  const entries = files.flatMap((file) => readFileSync(join(userData, file), "utf8").split(/^(?=\d{4}-\d\d-\d\d )/m));
  return entries
    .filter((entry) => entry.includes("[error]") && entry.includes("pilotlight.pilotlight"))
    .map(withoutForeignFrames);
}

/** Without the lines of the stack that are in VS Code or Node.js. */
function withoutForeignFrames(entry: string): string {
  const isForeign = (line: string): boolean => /^\s+at /.test(line) && !line.includes("pilotlight.pilotlight");
  return entry
    .split("\n")
    .filter((line) => !isForeign(line))
    .join("\n");
}
