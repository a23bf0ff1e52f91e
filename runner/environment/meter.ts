import type { OwnUsage } from "../runtime-api/runtime-api.ts";
import { outOfMemory } from "./fault.ts";
import type { Ending } from "./outcome.ts";
import type { Report } from "./platform-log.ts";
import type { Runtime } from "./runtime.ts";
import { UsageLedger } from "./usage-ledger.ts";

/** Engines tell the start of a container some milliseconds late, and a quick runtime may be ready by then. */
const shortestInitMs = 1;

/** Measures one environment: what its starts, its init and its invocations take. */
export class Meter {
  readonly #memoryMb: number;
  readonly #usage = new UsageLedger();
  /** Of an init phase that no invocation has reported yet. */
  #unreportedInit: { readonly durationMs: number; readonly cpuMs: number } | undefined;

  #debuggerMb = 0;

  /** @param memoryMb of the function's configuration */
  constructor(memoryMb: number) {
    this.#memoryMb = memoryMb;
  }

  /** Highest memory measured, in MB; 0 before the first measurement. */
  get peakMemoryMb(): number {
    return this.#usage.peakMemoryMb;
  }

  /** A spare has booted. */
  async recordBoot(runtime: Runtime): Promise<void> {
    this.#usage.recordSandbox(await runtime.usage(), undefined, performance.now());
  }

  /** A runtime has got as far as it gets without an event. */
  async recordStart(runtime: Runtime, own: OwnUsage | undefined): Promise<void> {
    this.#usage.restart();
    this.#usage.recordSandbox(await runtime.usage(), own, performance.now());
  }

  /**
   * A debugger is there, and nothing of the function's: what is above `plainMb` is the debugger's and is left out of what
   * is reported, though it may take more later. Never rejects: an engine that can't say so will be missed elsewhere.
   *
   * @param plainMb what there would be without it, in MB; undefined if nobody knows
   */
  async recordDebugger(runtime: Runtime, plainMb: number | undefined): Promise<void> {
    const usage = plainMb === undefined ? undefined : await runtime.usage().catch(() => undefined);
    this.#debuggerMb = usage ? Math.max(0, usage.peakMemoryMb - (plainMb ?? 0)) : 0;
  }

  /** That was an init phase, which the next invocation reports. */
  recordInit(durationMs: number): void {
    this.#unreportedInit = { durationMs: Math.max(durationMs, shortestInitMs), cpuMs: this.#usage.takeCpuMs() };
  }

  /** The figures of an invocation. `runtime` is undefined when it is gone. */
  async report(durationMs: number, { own, errorType }: Ending, runtime: Runtime | undefined): Promise<Report> {
    const init = this.#unreportedInit;
    this.#unreportedInit = undefined;
    const nowMs = performance.now();
    if (this.#usage.isEnough(own, durationMs, nowMs)) this.#usage.recordOwn(own);
    else if (runtime) this.#usage.recordSandbox(await runtime.usage(), own, nowMs);
    const peakMemoryMb = Math.ceil(Math.max(0, this.#usage.peakMemoryMb - this.#debuggerMb));
    return {
      initMs: init && toMicroseconds(init.durationMs),
      durationMs: toMicroseconds(durationMs),
      billedMs: Math.ceil((init?.durationMs ?? 0) + durationMs),
      memoryMb: this.#memoryMb,
      // What it had taken by the time it was noticed; on AWS the kernel stops it right at the limit.
      maxMemoryUsedMb: errorType === outOfMemory ? Math.min(peakMemoryMb, this.#memoryMb) : peakMemoryMb,
      cpuMs: toMicroseconds(this.#usage.takeCpuMs()),
      initCpuMs: init && toMicroseconds(init.cpuMs),
    };
  }
}

/** Rounds milliseconds to what a clock really tells. */
function toMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
