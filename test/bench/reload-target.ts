import type { KeepAliveClient } from "../harness/keep-alive-client.ts";
import { BenchRunner, type EngineName } from "./bench-runner.ts";
import { coldCalls, type ColdCall } from "./cold-calls.ts";
import { functionsOf, sourcePath, type SampleFunction } from "./sample-function.ts";

/** Where a function runs, and how its code gets there. */
export interface Place {
  readonly name: string;
  readonly engine: EngineName;
  /** Of `pilotlight start`. */
  readonly options: readonly string[];
}

export const places: readonly Place[] = [
  { name: "process", engine: "process", options: [] },
  { name: "container, mount", engine: "container", options: ["--code-transfer", "mount"] },
  { name: "container, copy", engine: "container", options: ["--code-transfer", "copy"] },
];

/** A function in a place, saved again and again, beside others like it that are called for the first time. */
export class ReloadTarget implements AsyncDisposable {
  readonly place: Place;
  /** From each save to the first response of what was saved. */
  readonly savesMs: number[] = [];
  /** Whole first calls of a new function. */
  readonly coldMs: number[] = [];
  readonly #sample: SampleFunction;
  readonly #scope: AsyncDisposableStack;
  readonly #runner: BenchRunner;
  readonly #client: KeepAliveClient;
  readonly #cold: AsyncGenerator<ColdCall, void>;
  #version = 0;

  private constructor(
    place: Place,
    sample: SampleFunction,
    scope: AsyncDisposableStack,
    runner: BenchRunner,
    maxCold: number,
  ) {
    this.place = place;
    this.#sample = sample;
    this.#scope = scope;
    this.#runner = runner;
    this.#client = scope.use(runner.client("reloaded", 1));
    this.#cold = coldCalls(place.engine, sample, maxCold, place.options);
    scope.defer(async () => {
      await this.#cold.return();
    });
  }

  /** The caller disposes. */
  static async start(place: Place, sample: SampleFunction, maxCold: number): Promise<ReloadTarget> {
    const scope = new AsyncDisposableStack();
    const runner = scope.use(await BenchRunner.start(place.engine, functionsOf(sample, ["reloaded"]), place.options));
    const target = new ReloadTarget(place, sample, scope, runner, maxCold);
    await target.#client.post("{}");
    return target;
  }

  /** Saves the next version, and calls one time after the other until it answers. */
  async save(isWarmUp: boolean): Promise<void> {
    const before = this.#sample.answer(this.#version++);
    const after = this.#sample.answer(this.#version);
    const source = this.#sample.source(this.#version);
    const startMs = performance.now();
    this.#runner.save(sourcePath(this.#sample), source);
    for (;;) {
      const { body } = await this.#client.post("{}");
      if (body === after) break;
      if (body !== before) throw new Error(`Neither the old nor the new version answered but ${body}`);
    }
    if (!isWarmUp) this.savesMs.push(performance.now() - startMs);
  }

  async callCold(): Promise<void> {
    const { value } = await this.#cold.next();
    if (value) this.coldMs.push(value.totalMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#scope[Symbol.asyncDispose]();
  }
}
