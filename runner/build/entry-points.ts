import { statSync } from "node:fs";
import { join, posix } from "node:path";
import { Failure } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";
import { handlerModule } from "../model/handler-module.ts";

const typescriptExtensions = [".ts", ".mts", ".cts", ".tsx", ".jsx"];
/** What the runtime itself loads, in its order. */
const javascriptExtensions = ["", ".js", ".mjs", ".cjs"];

/**
 * The files a Node function is bundled from, relative to `folder` with forward slashes: the template's `EntryPoints`,
 * else the source file of the handler. Undefined when the function runs as it is: no `BuildMethod: esbuild`, and no
 * source at the handler's path or a JavaScript file beside it.
 *
 * @throws Failure `code-missing` when the template asks for a build and the file is not there
 */
export function findEntryPoints(folder: string, fn: LambdaFunction): readonly string[] | undefined {
  const asked = fn.build.method === "esbuild";
  const named = asked ? namedEntryPoints(fn.build.properties["EntryPoints"]) : [];
  if (named.length > 0) return named.map((entryPoint) => findNamed(folder, entryPoint, fn));

  const module = fn.handler === undefined ? undefined : handlerModule(fn.handler);
  if (module === undefined || !fn.runtime?.startsWith("nodejs")) return undefined;
  if (!asked && firstFile(folder, module, javascriptExtensions) !== undefined) return undefined;
  const source = firstFile(folder, module, [...typescriptExtensions, ".js", ".mjs", ".cjs"]);
  if (source !== undefined) return [source];
  if (!asked) return undefined;
  throw new Failure(
    "code-missing",
    `${fn.name} is built with esbuild, but ${join(folder, module)}.ts (or .mts, .cts, .tsx, .jsx, .js, .mjs) is not there. ` +
      `Correct Handler (now ${fn.handler ?? ""}) or name the file in BuildProperties.EntryPoints, relative to CodeUri.`,
  );
}

function namedEntryPoints(value: unknown): string[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  return list.filter((item) => typeof item === "string").map((path) => posix.normalize(path.replaceAll("\\", "/")));
}

function findNamed(folder: string, entryPoint: string, fn: LambdaFunction): string {
  const found = firstFile(folder, entryPoint, ["", ...typescriptExtensions, ".js", ".mjs", ".cjs"]);
  if (found !== undefined) return found;
  throw new Failure(
    "code-missing",
    `The entry point ${entryPoint} of ${fn.name} is not in ${folder}. ` +
      `Create it or correct BuildProperties.EntryPoints; its paths are relative to CodeUri.`,
  );
}

function firstFile(folder: string, path: string, extensions: readonly string[]): string | undefined {
  const found = extensions.find((extension) => isFile(join(folder, path + extension)));
  return found === undefined ? undefined : path + found;
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    // Something on the way to it is no folder.
    return false;
  }
}
