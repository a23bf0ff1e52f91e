import type { Build } from "../build/builder.ts";
import type { Engine } from "../engine/engine.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { Environment } from "./environment.ts";

/** What environments of a function start from. */
export interface Prepared {
  readonly build: Build;
  readonly engine: Engine;
}

interface Waiter {
  readonly resolve: (environment: Environment | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** The environments of one function and the invocations that wait for one of them. */
export class FunctionPool {
  readonly fn: LambdaFunction;
  readonly environments = new Set<Environment>();
  /** Build and engine preparation, done once; undefined before, and after a failure. */
  prepared: Promise<Prepared> | undefined;
  /** Invocations that wait or run and have no answer yet. */
  inFlight = 0;
  /** Environments on their way. */
  starting = 0;
  readonly #waiters: Waiter[] = [];
  /** Most recently used last. */
  readonly #idle: Environment[] = [];
  /** Environments that have answered and are not idle yet, with the time of the answer. */
  readonly #answeredAtMs = new Map<Environment, number>();
  #highestPeakMemoryMb = 0;

  constructor(fn: LambdaFunction) {
    this.fn = fn;
  }

  get waiting(): number {
    return this.#waiters.length;
  }

  get idle(): readonly Environment[] {
    return this.#idle;
  }

  /** What one more environment will take: the highest peak seen so far, or all it may have while none was seen. */
  get neededMemoryMb(): number {
    return this.#highestPeakMemoryMb || this.fn.memoryMb;
  }

  /** The most recently used idle environment, which is no longer idle for others. */
  takeIdle(): Environment | undefined {
    return this.#idle.pop();
  }

  /** The next environment that becomes free; undefined when none did in `limitMs`. */
  wait(limitMs: number): Promise<Environment | undefined> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        resolve(undefined);
      }, limitMs);
      const waiter: Waiter = {
        resolve: (environment) => {
          clearTimeout(timer);
          resolve(environment);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      };
      this.#waiters.push(waiter);
    });
  }

  /** The environment's invocation has its answer; what is left to do in it is short, as a rule. */
  answered(environment: Environment): void {
    if (environment.state.kind === "busy") this.#answeredAtMs.set(environment, performance.now());
  }

  /** How many environments are to be idle soon: those that have answered not longer than `limitMs` ago. */
  finishing(limitMs: number): number {
    const sinceMs = performance.now() - limitMs;
    return [...this.#answeredAtMs.values()].filter((atMs) => atMs > sinceMs).length;
  }

  becameIdle(environment: Environment): void {
    this.#answeredAtMs.delete(environment);
    this.#highestPeakMemoryMb = Math.max(this.#highestPeakMemoryMb, environment.peakMemoryMb);
    const waiter = this.#waiters.shift();
    if (waiter) waiter.resolve(environment);
    else this.#idle.push(environment);
  }

  remove(environment: Environment): void {
    this.environments.delete(environment);
    this.#answeredAtMs.delete(environment);
    const index = this.#idle.indexOf(environment);
    if (index >= 0) this.#idle.splice(index, 1);
  }

  refuseFirst(error: unknown): void {
    this.#waiters.shift()?.reject(error);
  }

  refuseAll(error: unknown): void {
    while (this.#waiters.length > 0) this.refuseFirst(error);
  }
}
