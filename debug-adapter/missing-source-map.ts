import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { DebuggerEvent, FunctionSummary } from "../runner/control/protocol.ts";
import { compiledHandler } from "./compiled-handler.ts";

/**
 * What keeps breakpoints in TypeScript from being bound, and what to do about it: the JavaScript that runs was compiled
 * without a source map. Undefined when there is one, or nothing to map.
 */
export async function missingSourceMap(
  { language, sourceMaps, localRoot }: Pick<DebuggerEvent, "language" | "sourceMaps" | "localRoot">,
  { name, handler, handlerFile }: Pick<FunctionSummary, "name" | "handler" | "handlerFile">,
): Promise<string | undefined> {
  if (language !== "node" || sourceMaps || !/\.([cm]?ts|tsx)$/.test(handlerFile ?? "")) return undefined;
  const compiled = compiledHandler(localRoot, handler);
  if (compiled === undefined || handlerFile === null) return undefined;
  const map = await mapOf(join(localRoot, compiled));
  if (map !== undefined && (map.startsWith("data:") || existsSync(join(localRoot, dirname(compiled), map))))
    return undefined;
  const lack = map === undefined ? "has no source map" : `names the source map ${map}, which is not there`;
  return (
    `${compiled} of ${name} ${lack}, so breakpoints in ${basename(handlerFile)} are not hit. Set "sourceMap" to true in ` +
    "tsconfig.json and compile again, or set them in the JavaScript."
  );
}

/** URL of the map that a compiled file names, if it names one. The last one counts. */
async function mapOf(file: string): Promise<string | undefined> {
  const text = await readFile(file, "utf8");
  return [...text.matchAll(/^\/\/[#@] ?sourceMappingURL=(\S+)/gm)].at(-1)?.[1];
}
