import type { Engine } from "../engine/engine.ts";
import { Failure } from "../model/failure.ts";
import type { Environment } from "./environment.ts";
import type { FunctionPool } from "./function-pool.ts";
import type { Prepared } from "./preparer.ts";
import { memoryReserveMb } from "./scaler.ts";
import { nextSpareSteps, type SpareLimits, type SpareView } from "./spares.ts";

export interface SpareKeeperOptions {
  readonly pools: () => readonly FunctionPool[];
  readonly limits: SpareLimits;
  /** A function that was not used for so long has no spare any more. */
  readonly keepMs: number;
  readonly availableMemoryMb: () => Promise<number>;
  readonly newSpare: (pool: FunctionPool, engine: Engine) => Environment;
  /** Takes work on that must be waited for in the end. It does not reject. */
  readonly own: (work: Promise<void>) => void;
  readonly onBug: (error: unknown) => void;
}

/** Nobody is in a hurry for a spare: it lets those go first who call what has just been made ready. */
const quietMs = 150;

/** What a spare is expected to take before one was measured. */
const likelyMemoryMb = 64;

/** Keeps spares for the functions a person works on: one each, started and given back in the background. */
export class SpareKeeper {
  readonly #options: SpareKeeperOptions;
  #timer: NodeJS.Timeout | undefined;
  #isStarting = false;
  #isDisposed = false;
  /** What a function's spare took the last time. */
  readonly #measuredMb = new Map<string, number>();
  /** No spare could be started of these; the next build is another try. */
  readonly #hopeless = new WeakSet<Prepared>();

  constructor(options: SpareKeeperOptions) {
    this.#options = options;
  }

  /** Something has happened that a spare may follow from: looks in a moment. */
  lookSoon(): void {
    if (this.#isDisposed || this.#options.limits.count === 0) return;
    this.#timer ??= setTimeout(() => this.#look(), quietMs).unref();
  }

  /** Starts nothing more. Those that are there are for the owner of the pools to stop. */
  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
  }

  #look(): void {
    this.#timer = undefined;
    const pools = this.#options.pools();
    if (this.#isStarting) return;
    // A debugger may stand still for hours.
    if (pools.some(({ starting, waiting, debugging }) => !debugging && starting + waiting > 0)) {
      this.lookSoon();
      return;
    }
    const sinceMs = performance.now() - this.#options.keepMs;
    const steps = nextSpareSteps(
      pools.map((pool) => this.#view(pool)),
      this.#options.limits,
      sinceMs,
    );
    const byName = new Map(pools.map((pool) => [pool.fn.name, pool]));
    for (const name of steps.retire) byName.get(name)?.spare?.retire("it is not likely to be needed");
    const pool = steps.start === undefined ? undefined : byName.get(steps.start);
    if (pool?.current) this.#options.own(this.#start(pool, pool.current));
  }

  /** Never rejects: a function without a spare runs all the same. */
  async #start(pool: FunctionPool, prepared: Prepared): Promise<void> {
    this.#isStarting = true;
    const { availableMemoryMb, newSpare, onBug } = this.#options;
    let spare: Environment | undefined;
    try {
      if ((await availableMemoryMb()) - memoryReserveMb < this.#memoryMb(pool)) return;
      spare = newSpare(pool, prepared.engine);
      await spare.boot(prepared.build);
      this.#measuredMb.set(pool.fn.name, spare.peakMemoryMb);
      this.lookSoon();
    } catch (error) {
      // Unless it was stopped for reasons of its own.
      if (!(error instanceof Failure && error.code === "cancelled")) this.#hopeless.add(prepared);
      await spare?.stop("it could not be started");
      if (!(error instanceof Failure)) onBug(error);
    } finally {
      this.#isStarting = false;
    }
  }

  #view(pool: FunctionPool): SpareView {
    const { fn, usedAtMs, spare, current, debugging } = pool;
    const canHaveSpare =
      current !== undefined && !this.#hopeless.has(current) && current.engine.canSpare(fn, debugging?.setup);
    return { name: fn.name, usedAtMs, hasSpare: spare !== undefined, canHaveSpare, memoryMb: this.#memoryMb(pool) };
  }

  #memoryMb({ fn }: FunctionPool): number {
    return this.#measuredMb.get(fn.name) ?? likelyMemoryMb;
  }
}
