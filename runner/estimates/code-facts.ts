import { join } from "node:path";
import type { Build } from "../build/builder.ts";
import type { BundleRecipe } from "../build/bundle-recipe.ts";
import type { Esbuild } from "../build/load-esbuild.ts";
import { packagesIn } from "../build/tools/required-packages.ts";
import type { CodeFacts } from "../model/estimate/estimate-input.ts";
import type { LambdaFunction } from "../model/function.ts";
import { findRuntime } from "../model/runtimes.ts";
import { evaluatedFiles } from "./evaluated-files.ts";
import { emptyContent, packageOf, type FolderContent } from "./folder-content.ts";
import type { FolderContents } from "./folder-contents.ts";
import { pythonInit } from "./python-init.ts";

/**
 * What a build tells of its code. Undefined for images.
 *
 * @param esbuildFor loads the esbuild that reads a folder's sources
 */
export async function codeFacts(
  fn: LambdaFunction,
  build: Build,
  contents: FolderContents,
  esbuildFor: (folder: string) => Promise<Esbuild>,
): Promise<CodeFacts | undefined> {
  const { codeFolder, layerFolder, recipe } = build;
  if (codeFolder === undefined) return undefined;
  const layers = layerFolder === undefined ? emptyContent : await contents.of(layerFolder, false);
  if (recipe) {
    const facts = bundleFacts(recipe, await besideOf(recipe, contents), layers);
    return build.hasSourceMaps && !asksForSourceMaps(fn) ? { ...facts, isMappedOnlyHere: true } : facts;
  }
  const code = await contents.of(codeFolder, false);
  const unpackedBytes = code.bytes + layers.bytes;
  switch (findRuntime(fn.runtime ?? "")?.family) {
    case "nodejs": {
      const bytes = await evaluatedFiles(fn, codeFolder, esbuildFor);
      const packages = bytes ? byPackage(bytes) : code.packages;
      return { bundleBytes: bytes ? total(bytes) : 0, unpackedBytes, packages: listed(packages) };
    }
    case "python": {
      const inLayer = layerFolder === undefined ? [] : [packagesIn(layerFolder, fn), join(layerFolder, "python")];
      const { bytes, imports, deployed } = await pythonInit(fn.handler ?? "", [codeFolder, ...inLayer]);
      return { bundleBytes: bytes, unpackedBytes, packages: [], imports, deployed };
    }
    default:
      return { bundleBytes: code.bytes, unpackedBytes, packages: [] };
  }
}

async function besideOf({ packagesFolder }: BundleRecipe, contents: FolderContents): Promise<FolderContent> {
  return packagesFolder === undefined ? emptyContent : await contents.of(packagesFolder, true);
}

/** Maps of the sources are left out: AWS SAM makes none unless it is told to. */
function bundleFacts({ bytes }: BundleRecipe, beside: FolderContent, layers: FolderContent): CodeFacts {
  const bundleBytes = total(bytes);
  return {
    bundleBytes,
    unpackedBytes: bundleBytes + beside.bytes + layers.bytes,
    packages: listed(new Map([...byPackage(bytes), ...beside.packages])),
  };
}

/** In either way that has `sam build` make them and Node.js read them. Source: AWS SAM developer guide, "esbuild". */
function asksForSourceMaps({ build, environment }: LambdaFunction): boolean {
  const { Sourcemap } = build.properties;
  return Sourcemap === undefined
    ? (environment["NODE_OPTIONS"] ?? "").includes("--enable-source-maps")
    : Sourcemap === true || Sourcemap === "true";
}

function byPackage(bytes: ReadonlyMap<string, number>): Map<string, number> {
  const packages = new Map<string, number>();
  for (const [path, size] of bytes) {
    const name = packageOf(path);
    if (name !== undefined && size > 0) packages.set(name, (packages.get(name) ?? 0) + size);
  }
  return packages;
}

function total(bytes: ReadonlyMap<string, number>): number {
  return [...bytes.values()].reduce((sum, size) => sum + size, 0);
}

function listed(packages: ReadonlyMap<string, number>): CodeFacts["packages"] {
  return [...packages].map(([name, bytes]) => ({ name, bytes })).sort((a, b) => b.bytes - a.bytes);
}
