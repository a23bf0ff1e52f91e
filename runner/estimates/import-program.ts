import { readFile } from "node:fs/promises";
import type { Build } from "../build/builder.ts";
import { handlerFile } from "../build/inputs/handler-file.ts";
import { importedModules } from "../build/inputs/python-imports.ts";
import type { Esbuild } from "../build/load-esbuild.ts";
import type { LambdaFunction } from "../model/function.ts";
import { findRuntime } from "../model/runtimes.ts";
import { HandlerSources } from "../project/handler-source.ts";
import { bundledImports, importsOfSource, plainImports, type ImportProgram } from "./node-import-program.ts";
import { pythonImports } from "./python-import-program.ts";

/** How to measure the imports of one build's handler. */
export interface ImportPlan {
  /** Absolute path of the source that a person edits. */
  readonly file: string;
  /** Changes with what the handler's file imports; anything else about it makes no difference. */
  readonly imports: string;
  /** Absolute path of the file that is read for it. */
  readonly handlerFile: string;
  /**
   * @param folder an empty one
   * @throws esbuild's own errors; Failure `cancelled`
   */
  program(folder: string, signal: AbortSignal): Promise<ImportProgram>;
}

/**
 * Undefined for what is neither Node.js nor Python in a folder here.
 *
 * @param esbuildFor loads the esbuild that reads a folder's sources
 * @throws esbuild's own errors, or those of reading the file
 */
export async function planImports(
  fn: LambdaFunction,
  build: Build,
  esbuildFor: (folder: string) => Promise<Esbuild>,
): Promise<ImportPlan | undefined> {
  const family = findRuntime(fn.runtime ?? "")?.family;
  const { codeFolder, recipe } = build;
  if (fn.packageType !== "Zip" || codeFolder === undefined || (family !== "nodejs" && family !== "python")) {
    return undefined;
  }
  const source = (await new HandlerSources().find(fn))?.file;
  const run = recipe ? source : await handlerFile(fn, codeFolder);
  if (source === undefined || run === undefined) return undefined;
  const plan = { file: source, handlerFile: run };
  if (family === "python") {
    const { modules } = importedModules(await readFile(run, "utf8"));
    return {
      ...plan,
      imports: JSON.stringify(modules),
      program: () => Promise.resolve(pythonImports(run, codeFolder, fn)),
    };
  }
  const esbuild = recipe?.esbuild ?? (await esbuildFor(codeFolder));
  const imports = await importsOfSource(esbuild, run, recipe?.options ?? {});
  return {
    ...plan,
    imports: JSON.stringify([imports, recipe?.options]),
    program: (folder, signal) =>
      recipe
        ? bundledImports(recipe, run, imports, codeFolder, folder, signal)
        : Promise.resolve(plainImports(run, imports)),
  };
}
