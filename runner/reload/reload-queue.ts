import { BuildFailure } from "../build/build-failure.ts";
import type { Dispatcher, Reloaded } from "../environment/dispatcher.ts";
import { failureProblems } from "../environment/failure-problems.ts";
import { Failure } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { Problem } from "../model/problem.ts";
import { initProblem } from "./init-problem.ts";
import type { ReloadBatch } from "./reload-batch.ts";

/** What one function needs after saves that have not taken effect yet. */
export interface ReloadJob {
  readonly fn: LambdaFunction;
  /** Otherwise only its settings have changed. */
  readonly isBuildNeeded: boolean;
  readonly isWarmUpWanted: boolean;
  readonly batch: ReloadBatch;
}

export interface ReloadQueueOptions {
  readonly dispatcher: Dispatcher;
  readonly onProblem: (problem: Problem) => void;
  readonly onBug: (error: unknown) => void;
}

/** So many functions are built at once: what one build can't use of the machine, another can. */
const maxBuilding = 4;

type OwnedJob = ReloadJob & { readonly abort: AbortController };

/** Builds functions and lets the builds take over, the newest job of each function alone. */
export class ReloadQueue {
  readonly #options: ReloadQueueOptions;
  /** By function: what has not taken over yet. */
  readonly #jobs = new Map<string, OwnedJob>();
  readonly #waiting: OwnedJob[] = [];
  /** By function: real paths of what was saved since its last good build. */
  readonly #unbuilt = new Map<string, Set<string>>();
  readonly #running = new Set<Promise<void>>();
  #building = 0;

  constructor(options: ReloadQueueOptions) {
    this.#options = options;
  }

  /** Notes what a function's next build will have to do with. */
  addChanged(functionName: string, paths: Iterable<string>): void {
    this.#unbuilt.set(functionName, new Set([...(this.#unbuilt.get(functionName) ?? []), ...paths]));
  }

  /** In the order in which the functions matter. What an earlier job of a function has not done yet, this one does. */
  add(jobs: readonly ReloadJob[]): void {
    for (const job of jobs) {
      const { name } = job.fn;
      const isBuildNeeded = job.isBuildNeeded || this.#jobs.get(name)?.isBuildNeeded === true;
      this.#supersede(name);
      const owned = { ...job, isBuildNeeded, abort: new AbortController() };
      this.#jobs.set(name, owned);
      this.#waiting.push(owned);
    }
    this.#runMore();
  }

  /** Cancels every build. Resolves when nothing is under way any more. */
  async dispose(): Promise<void> {
    for (const name of [...this.#jobs.keys()]) this.#supersede(name);
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #supersede(functionName: string): void {
    const job = this.#jobs.get(functionName);
    if (!job) return;
    this.#jobs.delete(functionName);
    job.abort.abort();
    job.batch.dropped(functionName);
    const index = this.#waiting.indexOf(job);
    if (index >= 0) this.#waiting.splice(index, 1);
  }

  #runMore(): void {
    while (this.#building < maxBuilding) {
      const job = this.#waiting.shift();
      if (!job) return;
      this.#building++;
      this.#own(
        this.#run(job).finally(() => {
          this.#building--;
          this.#runMore();
        }),
      );
    }
  }

  #own(work: Promise<void>): void {
    const owned = work.catch(this.#options.onBug).finally(() => this.#running.delete(owned));
    this.#running.add(owned);
  }

  async #run(job: OwnedJob): Promise<void> {
    const { name } = job.fn;
    const startMs = performance.now();
    try {
      const reloaded = await this.#takeOver(job);
      this.#own(this.#follow(job, reloaded, job.isBuildNeeded ? performance.now() - startMs : 0));
      if (this.#jobs.get(name) !== job) return;
      this.#jobs.delete(name);
      if (job.isBuildNeeded) this.#unbuilt.delete(name);
    } catch (error) {
      // A newer job does it all.
      if (this.#jobs.get(name) !== job) return;
      this.#jobs.delete(name);
      this.#tell(job, error);
      job.batch.failed(name);
    }
  }

  async #takeOver({ fn, batch, isBuildNeeded, isWarmUpWanted, abort }: OwnedJob): Promise<Reloaded> {
    const { dispatcher } = this.#options;
    const resettled = isBuildNeeded ? undefined : dispatcher.resettle(fn, batch.id, isWarmUpWanted);
    if (resettled) return resettled;
    const changed = new Set(this.#unbuilt.get(fn.name));
    return await dispatcher.reload(fn, { id: batch.id, changed }, isWarmUpWanted, abort.signal);
  }

  async #follow(job: OwnedJob, { ready }: Reloaded, buildMs: number): Promise<void> {
    const { fn, batch } = job;
    const result = await ready;
    switch (result.kind) {
      case "superseded":
        batch.dropped(fn.name);
        break;
      case "failed":
        this.#tell(job, result.error);
        batch.failed(fn.name);
        break;
      case "later":
        batch.succeeded({ functionName: fn.name, buildMs, initError: undefined });
        break;
      case "ready":
        if (result.initError) this.#options.onProblem(await initProblem(fn, result.initError));
        batch.succeeded({ functionName: fn.name, buildMs, initError: result.initError?.text });
    }
  }

  #tell({ fn }: OwnedJob, error: unknown): void {
    const { onProblem, onBug } = this.#options;
    // Its problems have been told one by one.
    if (error instanceof BuildFailure && error.problems.length > 0) return;
    if (error instanceof Failure) failureProblems(fn, error).forEach(onProblem);
    else onBug(error);
  }
}
