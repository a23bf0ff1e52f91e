import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { LambdaFunction } from "../../model/function.ts";
import { findRuntime } from "../../model/runtimes.ts";
import { handlerModule } from "../../model/handler-module.ts";

/** The file that an interpreter loads for the handler; undefined when it is not in the code folder, or can't be told. */
export async function handlerFile(
  fn: Pick<LambdaFunction, "handler" | "runtime">,
  codeFolder: string,
): Promise<string | undefined> {
  const { handler = "", runtime = "" } = fn;
  // Of a layer, with the code's own handler somewhere in the environment.
  if (handler.startsWith("/")) return undefined;
  for (const name of candidates(handler, findRuntime(runtime)?.family)) {
    const file = join(codeFolder, name);
    if ((await stat(file).catch(() => undefined))?.isFile()) return file;
  }
  return undefined;
}

function candidates(handler: string, family: string | undefined): string[] {
  if (family === "python") {
    const module = handler.slice(0, Math.max(0, handler.lastIndexOf("."))).replaceAll(".", "/");
    return module === "" ? [] : [`${module}.py`, `${module}/__init__.py`];
  }
  const module = family === "nodejs" ? handlerModule(handler) : undefined;
  return module === undefined ? [] : ["", ".js", ".mjs", ".cjs", "/index.js"].map((end) => module + end);
}
