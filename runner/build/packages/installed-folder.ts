import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** `@scope/name` or `name` of an import such as `@scope/name/file.js`. */
export function packageName(specifier: string): string {
  const [first = "", second] = specifier.split("/");
  return first.startsWith("@") && second !== undefined ? `${first}/${second}` : first;
}

/** The real path of a package as Node finds it from a folder; undefined when it is not installed. */
export async function installedFolder(name: string, from: string): Promise<string | undefined> {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, "node_modules", name);
    if (basename(at) !== "node_modules" && (await stat(folder).catch(() => undefined))?.isDirectory()) {
      return realpath(folder);
    }
    if (at === dirname(at)) return undefined;
  }
}
