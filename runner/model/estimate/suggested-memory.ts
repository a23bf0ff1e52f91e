import { limits } from "../limits.ts";
import { computed, type Figure } from "./figure.ts";

/** The peak may take this share of the memory; the rest is headroom for calls bigger than those seen. */
export const highestPeakShare = 0.85;

/** Fewer runs may not have shown the peak yet, so they are no reason to take memory away. */
export const fewestRunsToLower = 3;

/** How much longer a call may take where memory, and with it CPU, is taken away. */
const longestFactor = 1.2;

/** What a change has to save to be worth the trouble. */
const leastSaving = 0.05;

export interface MemoryNeeds {
  /** What the function has. */
  readonly memoryMb: number;
  readonly peakMemoryMb: number;
  readonly runs: number;
  /** Predicted for a call, by memory. */
  readonly durationMsAt: (memoryMb: number) => number;
  readonly costUsdPerMillionAt: (memoryMb: number) => number;
}

/**
 * The memory to give a function: more where the peak leaves too little headroom; less where that is cheaper and hardly
 * slower; else what it has.
 */
export function suggestedMemory(needs: MemoryNeeds): Figure {
  const { memoryMb, peakMemoryMb, runs, durationMsAt, costUsdPerMillionAt } = needs;
  const least = leastMemoryMb(peakMemoryMb);
  const headroom = `the peak of ${peakMemoryMb} MB stays at or below ${highestPeakShare * 100} %`;
  if (least > memoryMb && peakMemoryMb > memoryMb * highestPeakShare) {
    return computed(least, `With ${least} MB, ${headroom}.`);
  }
  const now = costUsdPerMillionAt(memoryMb);
  const longestMs = durationMsAt(memoryMb) * longestFactor;
  const cheaper = steps(least, memoryMb)
    .filter((step) => durationMsAt(step) <= longestMs)
    .map((step) => ({ step, saving: 1 - costUsdPerMillionAt(step) / now }))
    .filter(({ saving }) => saving >= leastSaving)
    .toSorted((a, b) => b.saving - a.saving)[0];
  if (cheaper === undefined || runs < fewestRunsToLower) {
    const why = cheaper === undefined ? "less would be slower, or no cheaper" : "too few runs to take any away";
    return computed(memoryMb, `It has enough: ${headroom}; ${why}.`);
  }
  const { step, saving } = cheaper;
  const slower = durationMsAt(step) / durationMsAt(memoryMb);
  const pace = slower < 1.01 ? "as fast" : `${((slower - 1) * 100).toFixed(0)} % slower`;
  return computed(step, `With ${step} MB, ${headroom}; ${(saving * 100).toFixed(0)} % cheaper and ${pace}.`);
}

/** The least memory that leaves the headroom above a peak: a multiple of 64 MB, above 1,024 MB of 256 MB. In MB. */
export function leastMemoryMb(peakMemoryMb: number): number {
  const needed = peakMemoryMb / highestPeakShare;
  const step = stepAbove(needed);
  return Math.min(limits.memoryMb.max, Math.max(limits.memoryMb.min, Math.ceil(needed / step) * step));
}

function steps(from: number, below: number): number[] {
  const found: number[] = [];
  for (let memoryMb = from; memoryMb < below; memoryMb += stepAbove(memoryMb + 1)) found.push(memoryMb);
  return found;
}

function stepAbove(memoryMb: number): number {
  return memoryMb > 1024 ? 256 : 64;
}
