import { outputNames } from "../build/output-names.ts";
import { handlerModule } from "../model/handler-module.ts";
import type { BuildMetadata } from "../model/function.ts";
import { mayExport } from "../model/template/node-exports.ts";
import { mayDefine } from "../model/template/python-names.ts";

/** Where a handler's function may be. Paths are relative to the code folder, with forward slashes. */
export interface HandlerFiles {
  readonly candidates: readonly string[];
  /** For messages: `src/app.js (or .mjs, .cjs, .ts …)`. */
  readonly description: string;
  readonly functionName: string;
  readonly isInLayer: boolean;
  mayHold(text: string): boolean;
}

/** Undefined when the handler does not have the runtime's form. */
export function handlerFiles(
  handler: string,
  family: "nodejs" | "python",
  build: BuildMetadata,
): HandlerFiles | undefined {
  return family === "python" ? pythonFiles(handler) : nodeFiles(handler, build);
}

const nodeExtensions = [".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".tsx", ".jsx"];

function nodeFiles(handler: string, build: BuildMetadata): HandlerFiles | undefined {
  const module = handler.includes("..") ? undefined : handlerModule(handler);
  const functionName = handler.slice(handler.lastIndexOf("/") + 1).split(".")[1];
  if (module === undefined || !functionName) return undefined;
  const stated = build.method === "esbuild" ? build.properties["EntryPoints"] : undefined;
  const entryPoints = Array.isArray(stated) ? stated.filter((each) => typeof each === "string") : [];
  const entryPoint = outputNames(entryPoints, module)[module];
  const beside = ["", ...nodeExtensions, ...nodeExtensions.map((extension) => `/index${extension}`)];
  return {
    candidates: entryPoint === undefined ? beside.map((extension) => module + extension) : [entryPoint],
    description: entryPoint ?? `${module}.js (nor .mjs, .cjs or .ts)`,
    functionName,
    isInLayer: handler.startsWith("/opt/"),
    mayHold: (text) => mayExport(text, functionName),
  };
}

function pythonFiles(handler: string): HandlerFiles | undefined {
  const dot = handler.lastIndexOf(".");
  const functionName = handler.slice(dot + 1);
  if (dot <= 0 || functionName === "") return undefined;
  const module = handler.slice(0, dot).replaceAll(".", "/");
  return {
    candidates: [`${module}.py`, `${module}/__init__.py`, `${module}.pyc`],
    description: `${module}.py`,
    functionName,
    isInLayer: false,
    mayHold: (text) => mayDefine(text, functionName),
  };
}
