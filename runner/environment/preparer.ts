import { BuildFailure } from "../build/build-failure.ts";
import type { Build, BuildInputs, BuildRequest, Builder } from "../build/builder.ts";
import type { Engine, PrepareProgress } from "../engine/engine.ts";
import { failureProblems } from "./failure-problems.ts";
import { Failure, type FailureCode } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { Problem } from "../model/problem.ts";

/** What environments of a function start from. */
export interface Prepared {
  /** 8 hex characters: of the build, or of the reload that gave it other settings. Shown with each invocation. */
  readonly id: string;
  readonly build: Build;
  readonly engine: Engine;
  /** As its build was asked for. */
  readonly isForDebugger: boolean;
}

export interface PreparerObserver {
  onProgress(fn: LambdaFunction, step: PrepareProgress): void;
  onProblem(problem: Problem): void;
  /** The function can be started, or these errors keep it from that. */
  onPrepared(fn: LambdaFunction, errors: readonly Problem[]): void;
  /** The sources that were read, whether the build succeeded or not; `startedAt` is Unix time in ms. */
  onInputs(fn: LambdaFunction, inputs: BuildInputs, startedAt: number): void;
}

/** Makes functions ready to start: builds their code and sees to an engine that can run them. */
export class Preparer {
  readonly #engines: readonly [Engine, ...Engine[]];
  readonly #builder: Builder;
  readonly #observer: PreparerObserver;
  /** By function: what was noticed the last time, which need not be said again. */
  readonly #told = new Map<string, ReadonlySet<string>>();
  /** Of the last build id that failed. */
  #errors = { id: "", told: new Set<string>() };

  /** @param engines best first: a function runs on the first that can run it */
  constructor(engines: readonly [Engine, ...Engine[]], builder: Builder, observer: PreparerObserver) {
    this.#engines = engines;
    this.#builder = builder;
    this.#observer = observer;
  }

  /**
   * @param proven the engine that ran the function until now: a save is no time to ask a registry for an image that
   *   could not be had before
   * @throws Failure what building the code and preparing the engine throw
   */
  async prepare(fn: LambdaFunction, request: BuildRequest, signal: AbortSignal, proven?: Engine): Promise<Prepared> {
    try {
      const [build, { engine, problems }] = await Promise.all([
        this.#build(fn, request, signal),
        this.#prepareEngine(fn, new Set(proven ? [proven, ...this.#engines] : this.#engines), signal),
      ]);
      this.#tell(fn, [...problems, ...build.problems]);
      this.#observer.onPrepared(fn, []);
      return { id: build.id, build, engine, isForDebugger: request.isForDebugger ?? false };
    } catch (error) {
      if (error instanceof Failure && !saysNothing.has(error.code)) {
        this.#observer.onPrepared(fn, failureProblems(fn, error));
      }
      throw error;
    }
  }

  /**
   * An engine of this kind that is ready for the function.
   *
   * @throws Failure `usage` when there is none; as `Engine.prepare`
   */
  async prepareOn(kind: Engine["kind"], fn: LambdaFunction, signal: AbortSignal): Promise<Engine> {
    const wanted = this.#engines.find((each) => each.kind === kind);
    if (!wanted) {
      throw new Failure(
        "usage",
        `${fn.name} can't run on the ${kind} engine: this runner has the ${this.#engines[0].kind} engine alone. Stop it and start it with the engine "auto" or "${kind}", or ask for no engine.`,
      );
    }
    const { engine, problems } = await this.#prepareEngine(fn, [wanted], signal);
    for (const problem of problems) this.#observer.onProblem(problem);
    return engine;
  }

  #tell(fn: LambdaFunction, problems: readonly Problem[]): void {
    const before = this.#told.get(fn.name);
    const keys = problems.map((problem) => JSON.stringify(problem));
    this.#told.set(fn.name, new Set(keys));
    problems.forEach((problem, index) => {
      if (!before?.has(keys[index] ?? "")) this.#observer.onProblem(problem);
    });
  }

  async #build(fn: LambdaFunction, request: BuildRequest, signal: AbortSignal): Promise<Build> {
    const startedAt = Date.now();
    try {
      const build = await this.#builder.build(fn, request, signal);
      this.#observer.onInputs(fn, build.inputs, startedAt);
      return build;
    } catch (error) {
      if (error instanceof BuildFailure) {
        this.#observer.onInputs(fn, error.inputs, startedAt);
        this.#tellErrors(error.problems, request.id);
      }
      throw error;
    }
  }

  /** A mistake in what many functions share is told once a reload. */
  #tellErrors(problems: readonly Problem[], id: string): void {
    if (this.#errors.id !== id) this.#errors = { id, told: new Set() };
    for (const problem of problems) {
      const key = JSON.stringify([problem.file, problem.range, problem.message]);
      if (!this.#errors.told.has(key)) this.#observer.onProblem(problem);
      this.#errors.told.add(key);
    }
  }

  async #prepareEngine(
    fn: LambdaFunction,
    engines: Iterable<Engine>,
    signal: AbortSignal,
  ): Promise<{ readonly engine: Engine; readonly problems: readonly Problem[] }> {
    let firstFailure: unknown;
    for (const engine of engines) {
      try {
        const progress = (step: PrepareProgress): void => this.#observer.onProgress(fn, step);
        const problems = await engine.prepare(fn, progress, signal);
        const passedOver = firstFailure instanceof Failure ? [otherEngine(fn, engine, firstFailure)] : [];
        return { engine, problems: [...passedOver, ...problems] };
      } catch (error) {
        // What the preferred engine says is what the person can do something about.
        firstFailure ??= error;
        if (!(error instanceof Failure) || !cannotRun.has(error.code)) break;
      }
    }
    throw firstFailure;
  }
}

/** Failures that are not the function's: the next try may go well with nothing changed. */
const saysNothing: ReadonlySet<FailureCode> = new Set(["cancelled", "engine-lost", "engine-unavailable"]);

/** Failures after which another engine may still run the function. */
const cannotRun: ReadonlySet<FailureCode> = new Set(["image-unavailable", "engine-unavailable", "interpreter-missing"]);

function otherEngine(fn: LambdaFunction, engine: Engine, { message }: Failure): Problem {
  return {
    code: "runs-on-other-engine",
    severity: "warning",
    message: `${fn.name} runs on the ${engine.kind} engine instead: ${message}`,
    hint: "",
    file: fn.template,
    range: fn.range,
    logicalId: fn.logicalId,
  };
}
