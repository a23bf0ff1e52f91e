import { realpath } from "node:fs/promises";
import type { LambdaFunction } from "../../model/function.ts";
import { findRuntime } from "../../model/runtimes.ts";
import type { BuildInputs } from "../build-inputs.ts";
import { projectTop } from "./config-files.ts";
import { handlerFile } from "./handler-file.ts";
import { ImportClosure } from "./import-closure.ts";
import { isInstalled } from "./install-markers.ts";
import { nodeImports } from "./node-imports.ts";
import { PythonImports } from "./python-imports.ts";

/** What code that runs as it stands is made of: the sources its handler imports, and whatever else is in its folder. */
export async function liveInputs(fn: LambdaFunction, codeFolder: string): Promise<BuildInputs> {
  const whole: BuildInputs = { files: new Set(), folders: [{ path: codeFolder, listedOnly: [] }] };
  const family = findRuntime(fn.runtime ?? "")?.family;
  const handler = await handlerFile(fn, codeFolder);
  const preloads = family === "python" ? "PYTHONPATH" : "NODE_OPTIONS";
  // A wrapper in a package loads the code's own handler by a name that it finds somewhere.
  if (handler === undefined || isInstalled(handler) || preloads in fn.environment) return whole;
  const file = await realpath(handler);
  if (family === "python") {
    const closure = await ImportClosure.of([file], await PythonImports.in(codeFolder));
    return closure.inputs(codeFolder, [".py"]);
  }
  if (family !== "nodejs") return whole;
  const top = await projectTop(codeFolder, fn.template);
  const closure = await ImportClosure.of([file], nodeImports(codeFolder, top));
  return closure.inputs(codeFolder, [".js", ".mjs", ".cjs"]);
}
