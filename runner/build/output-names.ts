import { posix } from "node:path";

/**
 * What each entry point's output is called, without extension, relative to the build's folder: as esbuild does it,
 * relative to the lowest folder all entry points share. SAM rewrites the handler to fit; here the handler stays as
 * written, so when none of the names is its module, the entry point of that path, or of that last segment, or the
 * only one, takes the module's name.
 *
 * @param entryPoints relative to the code folder, with extension and forward slashes
 * @returns esbuild's `entryPoints` as a record from output name to entry point
 */
export function outputNames(entryPoints: readonly string[], handlerModule: string | undefined): Record<string, string> {
  const base = sharedFolder(entryPoints);
  const named = entryPoints.map((source) => ({ source, name: withoutExtension(posix.relative(base, source)) }));
  if (handlerModule !== undefined && !named.some(({ name }) => name === handlerModule)) {
    const main =
      named.find(({ source }) => withoutExtension(source) === handlerModule) ??
      named.find(({ name }) => posix.basename(name) === posix.basename(handlerModule)) ??
      (named.length === 1 ? named[0] : undefined);
    if (main) main.name = handlerModule;
  }
  return Object.fromEntries(named.map(({ name, source }) => [name, source]));
}

function sharedFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => posix.dirname(path).split("/"));
  const length = first.findIndex((segment, index) => others.some((other) => other[index] !== segment));
  return (length === -1 ? first : first.slice(0, length)).join("/") || ".";
}

function withoutExtension(path: string): string {
  return path.slice(0, path.length - posix.extname(path).length);
}
