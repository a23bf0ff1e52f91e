import type { Usage } from "../engine/engine.ts";
import type { OwnUsage } from "../runtime-api/runtime-api.ts";

/** For so short an invocation, and so soon after a look at the whole sandbox, the runtime's own word is enough. */
const shortMs = 5;
const freshForMs = 100;

/**
 * Keeps account of what an environment uses: one total of CPU time, of which each invocation takes its share, and
 * the highest memory. Looking at the whole sandbox costs more than a short invocation does, so between two looks the
 * runtime's own figures are added; children it started meanwhile count at the next look.
 */
export class UsageLedger {
  #peakMemoryMb = 0;
  #cpuMs = 0;
  #takenCpuMs = 0;
  #own: OwnUsage | undefined;
  #lookedAtMs = -Infinity;

  /** Of the environment, in MB, over all its runtimes. */
  get peakMemoryMb(): number {
    return this.#peakMemoryMb;
  }

  /** A new runtime counts its CPU time from zero. */
  restart(): void {
    this.#cpuMs = 0;
    this.#takenCpuMs = 0;
    this.#own = undefined;
    this.#lookedAtMs = -Infinity;
  }

  /** Whether the runtime's own word is enough for an invocation that took so long. Times are of `performance.now`. */
  isEnough(own: OwnUsage | undefined, durationMs: number, nowMs: number): own is OwnUsage {
    return own !== undefined && durationMs < shortMs && nowMs - this.#lookedAtMs < freshForMs;
  }

  recordOwn(own: OwnUsage): void {
    this.#cpuMs += Math.max(0, own.cpuMs - (this.#own?.cpuMs ?? own.cpuMs));
    this.#peakMemoryMb = Math.max(this.#peakMemoryMb, own.peakMemoryMb);
    this.#own = own;
  }

  /** @param own what the runtime said at the same moment */
  recordSandbox(usage: Usage, own: OwnUsage | undefined, nowMs: number): void {
    this.#cpuMs = Math.max(this.#cpuMs, usage.cpuMs, own?.cpuMs ?? 0);
    this.#peakMemoryMb = Math.max(this.#peakMemoryMb, usage.peakMemoryMb, own?.peakMemoryMb ?? 0);
    this.#own = own;
    this.#lookedAtMs = nowMs;
  }

  /** CPU time since it was last taken, in ms. */
  takeCpuMs(): number {
    const cpuMs = this.#cpuMs - this.#takenCpuMs;
    this.#takenCpuMs = this.#cpuMs;
    return cpuMs;
  }
}
