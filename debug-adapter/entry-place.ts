import { existsSync, realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { SourceMap, type SourceMapPayload } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { DebuggerEvent, FunctionSummary } from "../runner/control/protocol.ts";
import { compiledHandler } from "./compiled-handler.ts";

/** A place in a script, as the Chrome DevTools Protocol has it: lines and columns begin with 0. */
export interface ScriptPlace {
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/**
 * Where the module of a Node.js handler begins, as its runtime names it. In a bundle, what it imports stands before it.
 * Undefined when the file that runs is not found.
 */
export async function entryPlace(
  { localRoot, remoteRoot }: Pick<DebuggerEvent, "localRoot" | "remoteRoot">,
  { handler, handlerFile }: Pick<FunctionSummary, "handler" | "handlerFile">,
): Promise<ScriptPlace | undefined> {
  const name = compiledHandler(localRoot, handler);
  if (name === undefined) return undefined;
  const file = join(localRoot, name);
  const url =
    localRoot === remoteRoot ? pathToFileURL(realpathSync(file)).href : `file://${encodeURI(`${remoteRoot}/${name}`)}`;
  const start = handlerFile === null ? undefined : await firstLineOf(pathToFileURL(handlerFile).href, file);
  return { url, ...(start ?? { lineNumber: 0, columnNumber: 0 }) };
}

/** Where the first line of a source came to lie, by the map beside a bundle. Undefined when that does not tell. */
async function firstLineOf(source: string, file: string): Promise<Omit<ScriptPlace, "url"> | undefined> {
  if (!existsSync(`${file}.map`)) return undefined;
  const map = new SourceMap(JSON.parse(await readFile(`${file}.map`, "utf8")) as SourceMapPayload);
  const lines = (await readFile(file, "utf8")).split("\n");
  // esbuild puts what the module exports in front of all, and says that it comes from its first line.
  const exported = lines.findIndex((text) => text.startsWith("module.exports = __toCommonJS("));
  const lineNumber = lines.findIndex((text, line) => line > exported && isOf(source, map, line, text.search(/\S/)));
  return lineNumber < 0 ? undefined : { lineNumber, columnNumber: lines[lineNumber]?.search(/\S/) ?? 0 };
}

function isOf(source: string, map: SourceMap, line: number, column: number): boolean {
  if (column < 0) return false;
  const entry = map.findEntry(line, column);
  return "originalSource" in entry && entry.originalSource === source && entry.generatedLine === line;
}
