import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { isolateModules } from "../build/generations.ts";
import type { Engine } from "../engine/engine.ts";
import { dummyCredentials, environmentVariables } from "../environment/environment-variables.ts";
import { Runtime } from "../environment/runtime.ts";
import type { Calibration } from "../model/estimate/estimate-input.ts";
import { Failure } from "../model/failure.ts";
import { median } from "../model/estimate/percentiles.ts";
import type { LambdaFunction } from "../model/function.ts";
import { CalibrationFiles } from "./calibration-files.ts";
import { emptyHandler, type EmptyHandler } from "./empty-handlers.ts";

export interface CalibrationsOptions {
  readonly region: string;
  /** Where measurements have a folder each; created when missing. */
  readonly folder: string;
  /** Shared by all runners of the user. */
  readonly cacheFolder: string;
}

const starts = 5;

/** A runtime that is not ready by then tells nothing of the machine. */
const limitMs = 20_000;

/** Starts whose median is further above the quickest were held up by something else. */
const steadyFactor = 1.3;

/** Measures how long this machine takes to start each runtime with a handler that does nothing, once. */
export class Calibrations {
  readonly #options: CalibrationsOptions;
  readonly #files: CalibrationFiles;
  /** By engine and runtime, as what runs them is now. */
  readonly #known = new Map<string, Calibration>();
  /** Those that can't be measured, not even next time. */
  readonly #hopeless = new Set<string>();

  constructor(options: CalibrationsOptions) {
    this.#options = options;
    this.#files = new CalibrationFiles(options.cacheFolder);
  }

  /** The newest of each runtime on each engine, of earlier runners too. */
  async all(): Promise<Calibration[]> {
    const newest = (await this.#files.newest()).map((each): [string, Calibration] => [nameOf(each), each]);
    return [...new Map([...newest, ...this.#known]).values()];
  }

  /**
   * Measures what the function's runtime takes on this engine, unless that is known.
   *
   * @param signal gives it up
   * @returns whether there is something new
   */
  async measure(fn: LambdaFunction, engine: Engine, signal: AbortSignal): Promise<boolean> {
    const { runtime = "" } = fn;
    const name = nameOf({ runtime, engine: engine.kind });
    const handler = emptyHandler(runtime);
    if (fn.packageType !== "Zip" || !handler || this.#known.has(name) || this.#hopeless.has(name)) return false;
    try {
      const identity = await engine.identify(fn, signal);
      const key = { runtime, engine: engine.kind, engineDescription: engine.description, identity };
      const calibration = (await this.#files.find(key)) ?? (await this.#measureNew(fn, engine, handler, key, signal));
      if (calibration) this.#known.set(name, calibration);
      else if (!signal.aborted) this.#hopeless.add(name);
      return calibration !== undefined;
    } catch (error) {
      // An engine that went away, or a runtime that does not start, tells of itself when a function needs it.
      if (!(error instanceof Failure)) throw error;
      return false;
    }
  }

  async #measureNew(
    fn: LambdaFunction,
    engine: Engine,
    handler: EmptyHandler,
    key: Parameters<CalibrationFiles["keep"]>[0],
    signal: AbortSignal,
  ): Promise<Calibration | undefined> {
    const folder = await this.#write(handler);
    try {
      const values: number[] = [];
      while (values.length < starts) {
        const initMs = await this.#initMs(emptyFunction(fn, handler), engine, folder, signal);
        if (initMs === undefined) return undefined;
        values.push(initMs);
      }
      const emptyInitMs = Math.round(median(values) * 1000) / 1000;
      const calibration = { runtime: key.runtime, engine: key.engine, emptyInitMs, measuredAt: Date.now() };
      const isSteady = emptyInitMs <= Math.min(...values) * steadyFactor;
      // Of a machine that has other things to do it is good for now, not for ever.
      if (isSteady && !isMachineBusy()) await this.#files.keep(key, calibration);
      return calibration;
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 2 });
    }
  }

  /** As an environment takes its Init Duration. Undefined when it did not get there. */
  async #initMs(
    fn: LambdaFunction,
    engine: Engine,
    codeFolder: string,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const environmentId = randomBytes(8).toString("hex");
    const where = { region: this.#options.region, logStream: "", credentials: dummyCredentials, hasSourceMaps: false };
    const variables = environmentVariables(fn, where);
    const request = { environmentId, fn, codeFolder, layerFolder: undefined, variables, isSpare: false };
    const runtime = await Runtime.start(engine, request, () => undefined, signal);
    // An engine that can't do it says so below.
    const stop = (): void => void runtime.stop().catch(() => undefined);
    signal.addEventListener("abort", stop, { once: true });
    try {
      const moment = await runtime.nextMoment({ atMs: performance.now() + limitMs });
      // Engines tell for certain when a runtime has begun once they have been asked what it uses.
      await runtime.usage();
      return moment.kind === "ready" && !signal.aborted ? moment.atMs - runtime.startedAtMs : undefined;
    } finally {
      signal.removeEventListener("abort", stop);
      await runtime.stop();
      await engine.releaseEnvironment(environmentId);
    }
  }

  async #write({ file, content }: EmptyHandler): Promise<string> {
    await mkdir(this.#options.folder, { recursive: true });
    isolateModules(this.#options.folder);
    const folder = await mkdtemp(join(this.#options.folder, "empty-"));
    await writeFile(join(folder, file), content, { mode: 0o755 });
    // Containers run as other users.
    await chmod(folder, 0o755);
    return folder;
  }
}

/** With nothing of the function but what its engine chooses by. */
function emptyFunction(fn: LambdaFunction, { handler }: EmptyHandler): LambdaFunction {
  return { ...fn, name: "empty", handler, memoryMb: 512, layers: [], environment: {} };
}

/** More wants to run than can. Windows does not tell. */
function isMachineBusy(): boolean {
  const [load = 0] = loadavg();
  return load > availableParallelism();
}

function nameOf({ runtime, engine }: Pick<Calibration, "runtime" | "engine">): string {
  return `${engine} ${runtime}`;
}
