import { AdapterClient, type EventBody } from "../debug-adapter/adapter-client.ts";
import { innerScope, type Scope } from "../harness/scope.ts";
import type { Attach, AttachedDebugger, Breakpoint } from "./attached-debugger.ts";
import { BenchRunner } from "./bench-runner.ts";
import type { Place } from "./reload-target.ts";
import { functionsOf, sourcePath, type SampleFunction } from "./sample-function.ts";

export interface DebugSample {
  readonly sample: SampleFunction;
  /** In a line of `sample`'s handler. */
  readonly mark: string;
  readonly attach: Attach;
}

/** A function that is called over and over, debugged by our adapter and the language's own debugger, or not. */
export class DebugTarget {
  readonly #sample: SampleFunction;
  readonly #attach: Attach;
  readonly #runner: BenchRunner;
  readonly #breakpoint: Breakpoint;
  readonly #client: ReturnType<BenchRunner["client"]>;
  #version = 0;
  #lastHitMs = Number.NaN;
  #attached: Promise<AttachedDebugger> | undefined;

  private constructor({ sample, mark, attach }: DebugSample, runner: BenchRunner) {
    this.#sample = sample;
    this.#attach = attach;
    this.#runner = runner;
    this.#client = runner.client(functionName, 1);
    const lines = sample.source(0).split("\n");
    this.#breakpoint = {
      source: runner.path(sourcePath(sample)),
      line: lines.findIndex((line) => line.includes(mark)) + 1,
    };
  }

  /** Everything ends with the scope. */
  static async start(scope: Scope, debugSample: DebugSample, { engine, options }: Place): Promise<DebugTarget> {
    const runner = await BenchRunner.start(engine, functionsOf(debugSample.sample, [functionName]), options);
    scope.after(() => runner[Symbol.asyncDispose]());
    const target = new DebugTarget(debugSample, runner);
    scope.after(() => target.#client[Symbol.dispose]());
    return target;
  }

  /** One call, in ms. */
  async call(): Promise<number> {
    const startMs = performance.now();
    const { body } = await this.#client.post("{}");
    if (body !== this.#sample.answer(this.#version)) throw new Error(`It answered ${body}`);
    return performance.now() - startMs;
  }

  /** From F5 until the call of the configuration's event stands at the breakpoint, in ms. Debugged until the scope ends. */
  async debug(outer: Scope): Promise<number> {
    const scope = innerScope(outer);
    const hit = Promise.withResolvers<number>();
    const startMs = performance.now();
    const adapter = await AdapterClient.start(scope, this.#runner.path("."));
    adapter.on("lambdaEnvironment", ({ body }: { body: EventBody }) => {
      this.#attached = this.#attach(scope, body, this.#breakpoint, () => {
        this.#lastHitMs = performance.now();
        hit.resolve(this.#lastHitMs);
      });
      this.#attached.catch(hit.reject);
    });
    await adapter.begin("launch", { function: functionName, event: {} });
    const tookMs = (await hit.promise) - startMs;
    await adapter.shown("console", /answered after/);
    return tookMs;
  }

  /** From a save until the new code stands at the breakpoint, called all the while, in ms. */
  async save(): Promise<number> {
    const before = this.#sample.answer(this.#version++);
    const after = this.#sample.answer(this.#version);
    const startMs = performance.now();
    this.#runner.save(sourcePath(this.#sample), this.#sample.source(this.#version));
    for (;;) {
      const { body } = await this.#client.post("{}");
      if (body === after) return this.#lastHitMs - startMs;
      if (body !== before) throw new Error(`Neither the old nor the new version answered but ${body}`);
    }
  }

  async removeBreakpoint(): Promise<void> {
    await (await this.#attached)?.removeBreakpoint();
  }
}

const functionName = "debugged";
