import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Build } from "../build/builder.ts";
import { digest } from "../build/digest.ts";
import type { Interpreter } from "../engine/process/choose-interpreter.ts";
import { InterpreterFinder } from "../engine/process/find-interpreter.ts";
import { runtimeOf } from "../engine/process/process-runtime.ts";
import { processVariables } from "../engine/process/process-variables.ts";
import { dummyCredentials, environmentVariables } from "../environment/environment-variables.ts";
import type { Host } from "../host.ts";
import { isBelow } from "../watch/is-below.ts";
import type { ImportCost } from "../model/estimate/import-cost.ts";
import { median } from "../model/estimate/percentiles.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { BorrowedEsbuilds } from "./borrowed-esbuilds.ts";
import type { FolderContents } from "./folder-contents.ts";
import { planImports, type ImportPlan } from "./import-program.ts";
import { MeasuringProcesses, type MeasuringProgram } from "./measuring-process.ts";

export interface ImportCostsOptions {
  readonly host: Host;
  readonly region: string;
  /** Where measurements have a folder each; created when missing. */
  readonly folder: string;
  readonly esbuilds: BorrowedEsbuilds;
  readonly contents: FolderContents;
}

/** A function as it was built: `id` is what its invocations say they were served by. */
export interface BuiltFunction {
  readonly fn: LambdaFunction;
  readonly id: string;
  readonly build: Build;
}

interface Known {
  /** Stands for everything that the figures depend on. */
  readonly key: string;
  readonly costs: readonly ImportCost[];
}

/** All starts together may take so long. */
const limitMs = 30_000;

const starts = 3;

/** Measures what the imports of handlers take, each build's once, and not again while nothing that is imported changes. */
export class ImportCosts {
  readonly #options: ImportCostsOptions;
  readonly #interpreters: InterpreterFinder;
  readonly #processes: MeasuringProcesses;
  readonly #known = new Map<string, Known>();

  constructor(options: ImportCostsOptions) {
    const { platform, env } = options.host;
    this.#options = options;
    this.#interpreters = new InterpreterFinder(platform, env);
    this.#processes = new MeasuringProcesses(platform);
  }

  /** The newest that are known of a function, in the order of its source. */
  of(functionName: string): readonly ImportCost[] {
    return this.#known.get(functionName)?.costs ?? [];
  }

  /**
   * Measures, unless it is known already. A machine without an interpreter for the function has nothing to measure with.
   *
   * @param signal gives it up: what was known stays
   * @returns whether there is something new
   */
  async measure({ fn, id, build }: BuiltFunction, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    const plan = await planImports(fn, build, (folder) => this.#options.esbuilds.for(folder)).catch(nothing);
    const interpreter = plan && (await this.#interpreter(fn));
    if (!plan || !interpreter) return false;
    const key = await this.#keyOf(fn, id, build, plan, interpreter);
    const known = this.#known.get(fn.name);
    if (known?.key === key) {
      this.#known.set(fn.name, { key, costs: known.costs.map((cost) => ({ ...cost, build: id })) });
      return known.costs.some((cost) => cost.build !== id);
    }
    const costs = await this.#costs(fn, build, plan, interpreter, signal);
    if (!costs) return false;
    const isNew = costs.length > 0 || this.of(fn.name).length > 0;
    this.#known.set(fn.name, { key, costs: costs.map((cost) => ({ ...cost, file: plan.file, build: id })) });
    return isNew;
  }

  forget(functionName: string): void {
    this.#known.delete(functionName);
  }

  /** Nothing is being measured any more. */
  dispose(): void {
    this.#processes.dispose();
  }

  /** Changes with everything that is imported, and with what imports it: builds that share one need no second look. */
  async #keyOf(
    fn: LambdaFunction,
    id: string,
    { inputs, layerFolder }: Build,
    { imports, handlerFile }: ImportPlan,
    { path, version }: Interpreter,
  ): Promise<string> {
    const files = [...inputs.files].filter((file) => file !== handlerFile).sort();
    const whole = inputs.folders.filter(({ listedOnly }) => listedOnly.length === 0).map((folder) => folder.path);
    const folders = whole.filter((folder) => !whole.some((other) => isBelow(folder, other)));
    const states = await Promise.all([
      ...files.map(async (file) => {
        const stats = await stat(file, { bigint: true }).catch(() => undefined);
        return `${file} ${stats?.mtimeNs} ${stats?.size}`;
      }),
      ...folders.map(async (folder) => {
        // Any save in it may be to what the handler imports: layers and linked packages are saved less often.
        if (isBelow(handlerFile, folder)) return id;
        const { bytes, changedAtMs } = await this.#options.contents.of(folder, false);
        return `${folder} ${bytes} ${changedAtMs}`;
      }),
    ]);
    const variables = JSON.stringify(fn.environment);
    return digest([imports, layerFolder, path, ...version, variables, ...states].join("\0"));
  }

  /** Undefined when it was given up. */
  async #costs(
    fn: LambdaFunction,
    build: Build,
    plan: ImportPlan,
    interpreter: Interpreter,
    signal: AbortSignal,
  ): Promise<Pick<ImportCost, "specifier" | "ms">[] | undefined> {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
    await mkdir(this.#options.folder, { recursive: true });
    const folder = await mkdtemp(join(this.#options.folder, "imports-"));
    try {
      const { arguments: args, cwd } = await plan.program(folder, limited);
      const command = [interpreter.path, ...args];
      const program = { command, cwd, variables: this.#variables(fn, build, interpreter, folder) };
      const costs = await this.#run(program, limited);
      return signal.aborted ? undefined : costs;
    } catch {
      // The bundle of the function itself, or its next start, tells what is wrong with an import.
      return signal.aborted ? undefined : [];
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 2 });
    }
  }

  /** What failed or hung in one start counts as far as it got. */
  async #run(program: MeasuringProgram, signal: AbortSignal): Promise<Pick<ImportCost, "specifier" | "ms">[]> {
    const measured = new Map<string, number[]>();
    for (let start = 0; start < starts && !signal.aborted; start++) {
      for (const [specifier, ms] of sums(await this.#processes.run(program, signal))) {
        measured.set(specifier, [...(measured.get(specifier) ?? []), ms]);
      }
    }
    return [...measured].map(([specifier, values]) => ({ specifier, ms: toMicroseconds(median(values)) }));
  }

  /** Those of the function itself, with no credentials but made-up ones, without which SDKs look for real ones. */
  #variables(fn: LambdaFunction, build: Build, interpreter: Interpreter, tmpFolder: string): Record<string, string> {
    const { region, host } = this.#options;
    const where = { region, logStream: "", credentials: dummyCredentials, hasSourceMaps: false };
    const { codeFolder = "", layerFolder } = build;
    const places = {
      codeFolder,
      layerFolder,
      bootstrapFolder: codeFolder,
      tmpFolder,
      // Of no Runtime API: nothing is to be called.
      runtimeApiPort: 9,
      interpreterFolder: dirname(interpreter.path),
    };
    const variables = processVariables(environmentVariables(fn, where), fn.runtime ?? "", places, host);
    return { ...interpreter.variables, ...variables };
  }

  /** The one that the process engine takes. */
  async #interpreter(fn: LambdaFunction): Promise<Interpreter | undefined> {
    const runtime = runtimeOf(fn);
    if (runtime.family === "provided") return undefined;
    const code = fn.code.kind === "folder" ? [fn.code.path] : [];
    return await this.#interpreters.find(runtime.family, runtime.wanted, [...code, dirname(fn.template)]);
  }
}

/** esbuild has said what is wrong with the source when the function was built, or the interpreter will. */
function nothing(): undefined {
  return undefined;
}

/** By import, in their order: several of the same module count together. */
function sums(written: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const line of written.split("\n")) {
    // The last line of a program that was killed may be half of one.
    const [, quoted, ms] = /^\[("(?:[^"\\]|\\.)*"), ?([\d.e-]+)\]$/.exec(line) ?? [];
    if (quoted === undefined) continue;
    const specifier = JSON.parse(quoted) as string;
    sums.set(specifier, (sums.get(specifier) ?? 0) + Number(ms));
  }
  return sums;
}

/** Rounds milliseconds to what a clock really tells. */
function toMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
