import { realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { CodeSource, LambdaFunction } from "../../model/function.ts";
import { findRuntime } from "../../model/runtimes.ts";
import { noInputs, joinInputs, type BuildInputs } from "../build-inputs.ts";
import { findEntryPoints } from "../entry-points.ts";
import { chooseTool } from "../tools/choose-tool.ts";
import { runTool } from "../tools/run-tool.ts";
import { toolBuild } from "../tools/tool-build.ts";
import { handlerFile } from "./handler-file.ts";
import { layerInputs } from "./layer-inputs.ts";

/**
 * Where the sources of a function are, told without building it: its handler's file or its entry points, where there
 * are such, else its whole code; and its layers. What is missing is passed over.
 */
export async function likelyInputs(fn: LambdaFunction, storageFolder: string): Promise<BuildInputs> {
  const layers = await Promise.all(fn.layers.map(({ content }) => likelyLayer(content)));
  return joinInputs(await codeInputs(fn, storageFolder), ...layers);
}

async function codeInputs(fn: LambdaFunction, storageFolder: string): Promise<BuildInputs> {
  const folder = fn.code.kind === "folder" ? await real(fn.code.path, "folder") : undefined;
  if (folder === undefined) return contentInputs(fn.code);
  const family = findRuntime(fn.runtime ?? "")?.family;
  const tool = await chooseTool(fn, folder).catch(() => undefined);
  if (tool !== undefined && tool !== "pip")
    return toolBuild(tool, { fn, codeFolder: folder, storageFolder, runTool }).inputs;
  const entryPoints = entryPointsOf(folder, fn);
  const handler = await handlerFile(fn, folder);
  const named = entryPoints?.map((entryPoint) => join(folder, entryPoint)) ?? (handler === undefined ? [] : [handler]);
  const files = (await Promise.all(named.map((path) => real(path, "file")))).filter((path) => path !== undefined);
  const isBySources = family === "nodejs" || family === "python";
  if (!isBySources || files.length === 0) return wholeFolder(folder);
  return { files: new Set(tool === "pip" ? [...files, join(folder, "requirements.txt")] : files), folders: [] };
}

function entryPointsOf(folder: string, fn: LambdaFunction): readonly string[] | undefined {
  try {
    return findEntryPoints(folder, fn);
  } catch {
    return undefined;
  }
}

async function likelyLayer(content: CodeSource): Promise<BuildInputs> {
  const folder = content.kind === "folder" ? await real(content.path, "folder") : undefined;
  return folder === undefined ? contentInputs(content) : layerInputs(folder);
}

/** Of code or a layer, as a whole. */
async function contentInputs(content: CodeSource): Promise<BuildInputs> {
  switch (content.kind) {
    case "folder":
    case "dockerfile": {
      const folder = await real(content.kind === "folder" ? content.path : content.context, "folder");
      if (folder === undefined) return noInputs;
      const dockerfile = content.kind === "folder" ? undefined : await real(join(folder, content.dockerfile), "file");
      return { ...wholeFolder(folder), files: new Set(dockerfile === undefined ? [] : [dockerfile]) };
    }
    case "zip": {
      const archive = await real(content.path, "file");
      return archive === undefined ? noInputs : { files: new Set([archive]), folders: [] };
    }
    case "inline":
    case "image":
    case "elsewhere":
      return noInputs;
  }
}

function wholeFolder(path: string): BuildInputs {
  return { files: new Set(), folders: [{ path, listedOnly: [] }] };
}

async function real(path: string, kind: "file" | "folder"): Promise<string | undefined> {
  try {
    const stats = await stat(path);
    return (kind === "file" ? stats.isFile() : stats.isDirectory()) ? await realpath(path) : undefined;
  } catch {
    return undefined;
  }
}
