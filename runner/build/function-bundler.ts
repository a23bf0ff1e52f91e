import { basename, dirname, join } from "node:path";
import type { BuildOptions, Message } from "esbuild";
import { Failure } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { Problem } from "../model/problem.ts";
import { BuildFailure } from "./build-failure.ts";
import { joinInputs, type BuildInputs } from "./build-inputs.ts";
import type { BuildRequest } from "./builder.ts";
import type { BundleRecipe } from "./bundle-recipe.ts";
import { bundleFailureMessage, bundleProblems } from "./bundle-problems.ts";
import { throwIfCancelled, unlessCancelled } from "./cancellation.ts";
import { esbuildOptions, type BundleOptions } from "./esbuild-options.ts";
import { handlerModule } from "../model/handler-module.ts";
import type { BuiltInMemory, IncrementalBuilds, ReadFiles } from "./incremental-builds.ts";
import { BundleInputs, type BundledCode } from "./inputs/bundle-inputs.ts";
import { isInstallMarker } from "./inputs/install-markers.ts";
import type { Esbuild } from "./load-esbuild.ts";
import { moduleFormat } from "./module-format.ts";
import { outputNames } from "./output-names.ts";
import { NativePackages } from "./packages/native-packages.ts";
import { PackagesBeside } from "./packages/packages-beside.ts";
import { VendoredPackages, type VendoredPart } from "./packages/vendored-packages.ts";
import type { StorageUse } from "./storage.ts";
import { linkTree } from "./tools/link-tree.ts";
import { missingSdk, sdkFromImage } from "./sdk-from-image.ts";
import { writeOutputs } from "./write-outputs.ts";

export interface BundleJob {
  readonly esbuild: Esbuild;
  readonly fn: LambdaFunction;
  readonly codeFolder: string;
  /** Relative to `codeFolder`, with forward slashes. */
  readonly entryPoints: readonly [string, ...string[]];
  readonly request: BuildRequest;
  readonly use: StorageUse;
}

/** A bundle in memory. `write` puts its files into a folder. */
export interface Bundle {
  readonly problems: readonly Problem[];
  /** The files name source maps that Node.js finds, or hold them. */
  readonly hasSourceMaps: boolean;
  readonly inputs: BuildInputs;
  readonly recipe: BundleRecipe;
  write(folder: string): Promise<void>;
}

interface Result {
  readonly result: BuiltInMemory;
  /** Those of one bundle with everything in it. */
  readonly whole: BuildOptions;
  /** What function and packages are made of. */
  readonly read: ReadFiles | undefined;
  readonly part: VendoredPart | undefined;
}

interface Prepared extends BundleOptions {
  /** Where the result's files say they are. */
  readonly outputFolder: string;
}

/** Bundles one Node function, as often as it changes, one build at a time. */
export class FunctionBundler {
  readonly #incremental: IncrementalBuilds;
  readonly #inputs = new BundleInputs();
  /** What of the SDK the project has not installed. */
  readonly #missingSdk = new Set<string>();
  /** The packages that can't be bundled. */
  readonly #unbundled = new Set<string>();
  readonly #native = new NativePackages();
  readonly #beside = new PackagesBeside();
  readonly #vendored = new VendoredPackages();
  /** As `BundleRecipe.bytes`: what stands in a file of its own now was in the bundle once. */
  #bytes: BundleRecipe["bytes"] = new Map();
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
    const { fn, codeFolder, entryPoints, request, use } = job;
    if ([...request.changed].some(mayInstall)) this.#forgetPackages();
    const format = moduleFormat(join(codeFolder, entryPoints[0]));
    const { result, whole, read, part, options, ignored, outputFolder } = await this.#build(job, format, signal);
    const beside = await this.#beside.lay(fn, codeFolder, read, request, use, signal);
    this.#bytes = new Map(
      Object.entries(read ?? {}).map(([path, { bytes }]) => {
        const elsewhere = part ? (this.#bytes.get(path) ?? bytes) : 0;
        return [path, result.written.get(path) ?? elsewhere];
      }),
    );
    const mayCome = this.#missingSdk.size > 0;
    const inputs = await this.#inputs.succeeded(codeOf(job, options), read, mayCome, request.changed);
    return {
      problems: [
        ...ignored.map(({ property, reason }) => ignoredProperty(fn, property, reason)),
        ...bundleProblems(result.warnings, "warning", fn, codeFolder),
        ...beside.problems,
      ],
      hasSourceMaps: Boolean(options.sourcemap) && options.sourcemap !== "external",
      inputs: joinInputs(inputs, beside.inputs),
      recipe: { esbuild: job.esbuild, options: whole, bytes: this.#bytes, packagesFolder: beside.folder },
      async write(folder) {
        await writeOutputs(result.outputFiles, outputFolder, folder);
        if (part) await linkTree(part.folder, join(folder, partFolder(options)), signal);
        if (beside.folder !== undefined) await linkTree(beside.folder, folder, signal);
      },
    };
  }

  /** Builds until the builds have told all that must be left out of the bundle; from then on once. */
  async #build(job: BundleJob, format: "cjs" | "esm", signal: AbortSignal): Promise<Prepared & Result> {
    for (;;) {
      throwIfCancelled(signal);
      const prepared = this.#options(job, format);
      try {
        const built = await this.#buildOnce(job, prepared.options, signal);
        if (built === undefined) continue;
        const native = await this.#native.in(built.read, job.codeFolder);
        if (!addAll(this.#unbundled, native)) return { ...prepared, ...built };
      } catch (error) {
        const errors = errorsOf(error);
        if (addAll(this.#missingSdk, missingSdk(errors ?? []))) continue;
        throw await this.#asFailure(error, errors, job.fn, codeOf(job, prepared.options));
      }
    }
  }

  #options({ esbuild, fn, codeFolder, entryPoints }: BundleJob, format: "cjs" | "esm"): Prepared {
    const outputFolder = join(codeFolder, ".pilotlight-build");
    const { options, ignored } = esbuildOptions({
      codeFolder,
      outputFolder,
      entryPoints: outputNames(entryPoints, fn.handler === undefined ? undefined : handlerModule(fn.handler)),
      format,
      runtime: fn.runtime,
      unbundled: [...this.#unbundled],
      version: esbuild.version,
      properties: fn.build.method === "esbuild" ? fn.build.properties : {},
    });
    return { options, ignored, outputFolder };
  }

  /** Undefined when it has to be done once more, with other packages set apart. */
  async #buildOnce(
    { esbuild, fn, codeFolder, use }: BundleJob,
    options: BuildOptions,
    signal: AbortSignal,
  ): Promise<Result | undefined> {
    const missing = [...this.#missingSdk];
    const whole = missing.length === 0 ? options : { ...options, plugins: [sdkFromImage(missing)] };
    const optionsKey = JSON.stringify([options, missing]);
    const isRepeated = this.#vendored.knows(optionsKey);
    const part = await this.#vendored.part({ esbuild, codeFolder, options: whole, optionsKey }, use, signal);
    const build = { owner: fn.name, esbuild, options: part?.options ?? whole, isRepeated };
    const result = await this.#incremental.run({ ...build, optionsKey: optionsKey + (part?.key ?? "") }, signal);
    const noted = this.#vendored.note(optionsKey, result.read, part);
    return noted && { ...noted, result, whole, part };
  }

  #forgetPackages(): void {
    this.#missingSdk.clear();
    this.#unbundled.clear();
    this.#native.forget();
    this.#beside.forget();
    this.#vendored.forget();
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

function codeOf({ codeFolder, fn }: BundleJob, { tsconfig }: BuildOptions): BundledCode {
  return { codeFolder, template: fn.template, tsconfig };
}

/** Not every tool leaves a marker; those that don't change the manifest. */
function mayInstall(path: string): boolean {
  return isInstallMarker(path) || basename(path) === "package.json";
}

/** Beside the only output there is then. */
function partFolder({ entryPoints }: BuildOptions): string {
  return dirname(Object.keys(entryPoints ?? {})[0] ?? "");
}

/** @returns whether any was new */
function addAll(set: Set<string>, values: Iterable<string>): boolean {
  const before = set.size;
  for (const value of values) set.add(value);
  return set.size > before;
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
