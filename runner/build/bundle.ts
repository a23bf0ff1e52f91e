import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { Message, OutputFile, Plugin } from "esbuild";
import { Failure } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { Problem } from "../model/problem.ts";
import { BuildFailure } from "./build-failure.ts";
import { bundleFailureMessage, bundleProblems } from "./bundle-problems.ts";
import { unlessCancelled } from "./cancellation.ts";
import { esbuildOptions } from "./esbuild-options.ts";
import { handlerModule } from "./handler-module.ts";
import type { Esbuild } from "./load-esbuild.ts";
import { moduleFormat } from "./module-format.ts";
import { outputNames } from "./output-names.ts";
import { withAbsoluteSources } from "./source-map-paths.ts";

/** A bundle in memory. `write` puts its files into a folder. */
export interface Bundle {
  readonly problems: readonly Problem[];
  /** The files name source maps that Node.js finds, or hold them. */
  readonly hasSourceMaps: boolean;
  write(folder: string): Promise<void>;
}

/**
 * Bundles a Node function with esbuild.
 *
 * @param entryPoints relative to `codeFolder`, with forward slashes
 * @throws BuildFailure for errors in the sources; Failure `build-failed` when esbuild cannot run, `cancelled`
 */
export async function bundle(
  esbuild: Esbuild,
  fn: LambdaFunction,
  codeFolder: string,
  entryPoints: readonly [string, ...string[]],
  signal: AbortSignal,
): Promise<Bundle> {
  const outputFolder = join(codeFolder, ".pilotlight-build");
  const { options, ignored } = esbuildOptions({
    codeFolder,
    outputFolder,
    entryPoints: outputNames(entryPoints, fn.handler === undefined ? undefined : handlerModule(fn.handler)),
    format: await moduleFormat(join(codeFolder, entryPoints[0])),
    runtime: fn.runtime,
    properties: fn.build.method === "esbuild" ? fn.build.properties : {},
  });
  const building = esbuild.build({ ...options, write: false, plugins: [sdkFromImage] });
  const result = await unlessCancelled(building, signal).catch((error: unknown) => {
    throw asFailure(error, fn, codeFolder);
  });
  return {
    problems: [
      ...ignored.map(({ property, reason }) => ignoredProperty(fn, property, reason)),
      ...bundleProblems(result.warnings, "warning", fn, codeFolder),
    ],
    hasSourceMaps: Boolean(options.sourcemap) && options.sourcemap !== "external",
    write: (folder) => writeOutputs(result.outputFiles, outputFolder, folder),
  };
}

/** AWS's images bring the SDK, so a project need not install it; one that does gets its own bundled, as on AWS. */
const sdkFromImage: Plugin = {
  name: "sdk-from-image",
  setup(build) {
    build.onResolve({ filter: /^(@aws-sdk\/|@smithy\/|aws-sdk(\/|$))/ }, async (args) => {
      if (args.pluginData === sdkFromImage) return undefined;
      const { path, importer, namespace, resolveDir, kind } = args;
      const own = await build.resolve(path, { importer, namespace, resolveDir, kind, pluginData: sdkFromImage });
      return own.errors.length > 0 ? { path, external: true } : own;
    });
  },
};

async function writeOutputs(files: readonly OutputFile[], outputFolder: string, folder: string): Promise<void> {
  for (const file of files) {
    const path = join(folder, relative(outputFolder, file.path));
    await mkdir(dirname(path), { recursive: true });
    const isMap = path.endsWith(".map");
    await writeFile(path, isMap ? withAbsoluteSources(file.text, dirname(file.path)) : file.contents);
  }
}

function asFailure(error: unknown, fn: LambdaFunction, codeFolder: string): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  if ("errors" in error && Array.isArray(error.errors)) {
    const problems = bundleProblems(error.errors as Message[], "error", fn, codeFolder);
    const inputs = { files: new Set<string>(), folders: [{ path: codeFolder, listedOnly: [] }] };
    return new BuildFailure(bundleFailureMessage(fn, problems), problems, inputs, { cause: error });
  }
  return new Failure(
    "build-failed",
    `esbuild could not build ${fn.name}: ${error.message} Run npm install in the project, then invoke again.`,
    { cause: error },
  );
}

function ignoredProperty(fn: LambdaFunction, property: string, reason: string): Problem {
  return {
    code: "build-property-ignored",
    severity: "warning",
    message: `BuildProperties.${property} of ${fn.name} is ignored: ${reason}.`,
    hint: "Correct or remove it; the AWS SAM Developer Guide lists the properties of esbuild builds.",
    file: fn.template,
    range: fn.range,
    logicalId: fn.logicalId,
  };
}
