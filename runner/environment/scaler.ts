import { isDeepStrictEqual } from "node:util";
import type { Engine } from "../engine/engine.ts";
import type { Failure } from "../model/failure.ts";
import { runSettings } from "../model/run-settings.ts";
import type { Environment } from "./environment.ts";
import type { FunctionPool } from "./function-pool.ts";
import type { Prepared } from "./preparer.ts";
import { nextScalingStep } from "./scaling.ts";

export interface ScalerOptions {
  readonly pools: () => readonly FunctionPool[];
  /** How many environments start at the same time. */
  readonly maxStarting: number;
  /** Memory that new environments may take, in MB. */
  readonly availableMemoryMb: () => Promise<number>;
  readonly prepare: (pool: FunctionPool) => Promise<Prepared>;
  readonly newEnvironment: (pool: FunctionPool, engine: Engine) => Environment;
  /** Takes work on that must be waited for in the end. It does not reject. */
  readonly own: (work: Promise<void>) => void;
  /** Why the runner refuses what it starts; undefined while it does not stop. */
  readonly stopped: () => Failure | undefined;
}

/** Left to the rest of the machine, whatever functions would like to have. */
export const memoryReserveMb = 512;

/**
 * An environment that has answered is idle a moment later. A caller who calls again at once gets it then, instead of a
 * new one; one that takes longer than this is no longer waited for.
 */
const finishLimitMs = 250;

/** Starts environments for those who wait, as many as the machine can take. */
export class Scaler {
  readonly #options: ScalerOptions;
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #soon: NodeJS.Timeout | undefined;

  constructor(options: ScalerOptions) {
    this.#options = options;
  }

  /** Somebody waits for an environment of the pool, or something has changed. */
  look(pool?: FunctionPool): void {
    if (pool && finishing(pool) > 0) this.#lookSoon();
    this.#look();
  }

  /** Starts nothing more. Resolves when the last look is over. */
  async dispose(): Promise<void> {
    clearTimeout(this.#soon);
    await this.#looking;
  }

  /** Looks again when environments that have answered should have become idle. */
  #lookSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#look();
    }, finishLimitMs);
  }

  /** One look at a time, and one more if something changed meanwhile. */
  #look(): void {
    if (this.#looking) {
      this.#lookAgain = true;
      return;
    }
    this.#looking = this.#lookOnce().finally(() => {
      this.#looking = undefined;
      if (!this.#lookAgain) return;
      this.#lookAgain = false;
      this.#look();
    });
  }

  async #lookOnce(): Promise<void> {
    // As `nextScalingStep` would say, but before the machine is asked for its memory: that costs half a warm call.
    const all = this.#options.pools();
    const pools = all.filter((pool) => wanted(pool) > pool.starting + finishing(pool));
    if (pools.length === 0 || this.#options.stopped()) return;
    let availableMemoryMb = (await this.#options.availableMemoryMb()) - memoryReserveMb;
    for (const { starting, neededMemoryMb } of all) availableMemoryMb -= starting * neededMemoryMb;
    for (const pool of pools) {
      for (;;) {
        const step = nextScalingStep({
          waiting: wanted(pool),
          starting: pool.starting,
          finishing: finishing(pool),
          // One that stands still in a debugger slows nobody down.
          startingOfAll: all.reduce((sum, each) => sum + (each.debugging ? 0 : each.starting), 0),
          maxStarting: this.#options.maxStarting,
          // A spare has what it needs already.
          neededMemoryMb: pool.spare ? 0 : pool.neededMemoryMb,
          availableMemoryMb,
          idleElsewhere: pool.waiting > 0 && longestIdle(all, pool) ? 1 : 0,
        });
        if (step === "wait") break;
        if (step === "make-room") {
          const idle = longestIdle(all, pool);
          if (!idle) break;
          availableMemoryMb += idle.peakMemoryMb;
          await idle.stop("another function needs its memory");
        } else {
          availableMemoryMb -= pool.neededMemoryMb;
          this.#options.own(this.#start(pool));
        }
      }
      const hasRoom = pool.neededMemoryMb <= availableMemoryMb;
      if (pool.waiting === 0 && pool.starting === 0 && !hasRoom) pool.settleWarmUp({ kind: "later" });
    }
  }

  /** Never rejects: a failure goes to the invocation that has waited longest. */
  async #start(pool: FunctionPool): Promise<void> {
    const arrived = pool.addStart();
    const { stopped } = this.#options;
    let environment: Environment | undefined;
    try {
      const prepared = await this.#prepared(pool);
      environment = this.#environment(pool, prepared);
      pool.environments.add(environment);
      await environment.initialise(prepared.build, prepared.id);
    } catch (error) {
      // Whoever waits for an environment that was outdated before it was there gets the next one.
      if (!environment?.isRetired) {
        pool.refuseFirst(stopped() ?? error);
        pool.settleWarmUp({ kind: "failed", error });
      }
      arrived();
      await environment?.stop("it could not be started");
    } finally {
      arrived();
      this.look();
    }
  }

  /** What is current when this returns; a reload may come while the first build is waited for. */
  async #prepared(pool: FunctionPool): Promise<Prepared> {
    for (;;) {
      const prepared = await this.#options.prepare(pool);
      const refusal = this.#options.stopped();
      if (refusal) throw refusal;
      if (prepared === pool.current) return prepared;
    }
  }

  /** The spare if it can run what is wanted, else a new one. */
  #environment(pool: FunctionPool, { engine }: Prepared): Environment {
    const spare = pool.takeSpare();
    const isSame = spare?.engine === engine && spare.debugging === pool.debugging;
    if (isSame && isDeepStrictEqual(runSettings(spare.fn), runSettings(pool.fn))) return spare;
    spare?.retire("its function has changed");
    return this.#options.newEnvironment(pool, engine);
  }
}

/** How many environments are asked for: by invocations, or by nobody but a save. */
function wanted(pool: FunctionPool): number {
  return Math.max(pool.waiting, pool.isWarmUpWanted ? 1 : 0);
}

/** A function with reserved concurrency may not have more environments than that, however long one takes to finish. */
function finishing(pool: FunctionPool): number {
  return pool.finishing(pool.fn.reservedConcurrency === undefined ? finishLimitMs : Infinity);
}

function longestIdle(pools: readonly FunctionPool[], except: FunctionPool): Environment | undefined {
  const idle = pools.filter((pool) => pool !== except).flatMap((pool) => pool.idle);
  return idle.sort((a, b) => a.idleSinceMs - b.idleSinceMs)[0];
}
