import { join } from "node:path";
import type { BuildOptions, Message, Plugin } from "esbuild";
import { Failure } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { Problem } from "../model/problem.ts";
import { BuildFailure } from "./build-failure.ts";
import type { BuildInputs } from "./build-inputs.ts";
import type { BuildRequest } from "./builder.ts";
import { bundleFailureMessage, bundleProblems } from "./bundle-problems.ts";
import { throwIfCancelled, unlessCancelled } from "./cancellation.ts";
import { esbuildOptions } from "./esbuild-options.ts";
import { handlerModule } from "./handler-module.ts";
import type { BuiltInMemory, IncrementalBuilds } from "./incremental-builds.ts";
import { BundleInputs, type BundledCode } from "./inputs/bundle-inputs.ts";
import { isInstallMarker } from "./inputs/install-markers.ts";
import type { Esbuild } from "./load-esbuild.ts";
import { moduleFormat } from "./module-format.ts";
import { outputNames } from "./output-names.ts";
import { missingSdk, sdkFromImage } from "./sdk-from-image.ts";
import { writeOutputs } from "./write-outputs.ts";

export interface BundleJob {
  readonly esbuild: Esbuild;
  readonly fn: LambdaFunction;
  readonly codeFolder: string;
  /** Relative to `codeFolder`, with forward slashes. */
  readonly entryPoints: readonly [string, ...string[]];
  readonly request: BuildRequest;
}

/** A bundle in memory. `write` puts its files into a folder. */
export interface Bundle {
  readonly problems: readonly Problem[];
  /** The files name source maps that Node.js finds, or hold them. */
  readonly hasSourceMaps: boolean;
  readonly inputs: BuildInputs;
  write(folder: string): Promise<void>;
}

/** Bundles one Node function, as often as it changes, one build at a time. */
export class FunctionBundler {
  readonly #incremental: IncrementalBuilds;
  readonly #inputs = new BundleInputs();
  /** What of the SDK the project has not installed. */
  readonly #missingSdk = new Set<string>();
  #isRepeated = false;
  /** Never rejects. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(incremental: IncrementalBuilds) {
    this.#incremental = incremental;
  }

  /** @throws BuildFailure for errors in the sources; Failure `build-failed` when esbuild cannot run, `cancelled` */
  async bundle(job: BundleJob, signal: AbortSignal): Promise<Bundle> {
    const before = this.#last;
    const work = unlessCancelled(before, signal).then(() => this.#bundle(job, signal));
    this.#last = Promise.allSettled([before, work]);
    return work;
  }

  async #bundle(job: BundleJob, signal: AbortSignal): Promise<Bundle> {
    const { fn, codeFolder, entryPoints, request } = job;
    const outputFolder = join(codeFolder, ".pilotlight-build");
    const { options, ignored } = esbuildOptions({
      codeFolder,
      outputFolder,
      entryPoints: outputNames(entryPoints, fn.handler === undefined ? undefined : handlerModule(fn.handler)),
      format: await moduleFormat(join(codeFolder, entryPoints[0])),
      runtime: fn.runtime,
      properties: fn.build.method === "esbuild" ? fn.build.properties : {},
    });
    const code = { codeFolder, template: fn.template, tsconfig: options.tsconfig };
    if ([...request.changed].some(isInstallMarker)) this.#missingSdk.clear();
    const result = await this.#build(job, code, options, signal);
    this.#isRepeated = true;
    return {
      problems: [
        ...ignored.map(({ property, reason }) => ignoredProperty(fn, property, reason)),
        ...bundleProblems(result.warnings, "warning", fn, codeFolder),
      ],
      hasSourceMaps: Boolean(options.sourcemap) && options.sourcemap !== "external",
      inputs: await this.#inputs.succeeded(code, result.metafile, this.#missingSdk.size > 0, request.changed),
      write: (folder) => writeOutputs(result.outputFiles, outputFolder, folder),
    };
  }

  /** Builds until the build itself has told all that must be left out of the bundle; from then on once. */
  async #build(job: BundleJob, code: BundledCode, options: BuildOptions, signal: AbortSignal): Promise<BuiltInMemory> {
    for (;;) {
      throwIfCancelled(signal);
      try {
        return await this.#buildOnce(job, options, signal);
      } catch (error) {
        const errors = errorsOf(error);
        const missing = missingSdk(errors ?? []).filter((specifier) => !this.#missingSdk.has(specifier));
        for (const specifier of missing) this.#missingSdk.add(specifier);
        if (missing.length === 0) throw await this.#asFailure(error, errors, job.fn, code);
      }
    }
  }

  #buildOnce({ esbuild, fn }: BundleJob, options: BuildOptions, signal: AbortSignal): Promise<BuiltInMemory> {
    const plugins: Plugin[] = this.#missingSdk.size > 0 ? [sdkFromImage(this.#missingSdk)] : [];
    return this.#incremental.run(
      {
        owner: fn.name,
        esbuild,
        options: { ...options, write: false, metafile: true, plugins },
        optionsKey: JSON.stringify([options, [...this.#missingSdk]]),
        isRepeated: this.#isRepeated,
      },
      signal,
    );
  }

  async #asFailure(
    error: unknown,
    errors: readonly Message[] | undefined,
    fn: LambdaFunction,
    code: BundledCode,
  ): Promise<unknown> {
    if (error instanceof Failure || !(error instanceof Error)) return error;
    if (errors !== undefined) {
      const problems = bundleProblems(errors, "error", fn, code.codeFolder);
      const inputs = await this.#inputs.failed(code, errors);
      return new BuildFailure(bundleFailureMessage(fn, problems), problems, inputs, { cause: error });
    }
    return new Failure(
      "build-failed",
      `esbuild could not build ${fn.name}: ${error.message} Run npm install in the project, then invoke again.`,
      { cause: error },
    );
  }
}

/** Undefined for an error that is not about the sources. */
function errorsOf(error: unknown): readonly Message[] | undefined {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors)
    ? (error.errors as Message[])
    : undefined;
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
