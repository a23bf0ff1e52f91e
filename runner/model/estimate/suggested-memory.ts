import { limits } from "../limits.ts";

/** The peak may take this share of the memory; the rest is headroom for calls bigger than those seen. */
export const highestPeakShare = 0.85;

/** The least memory that leaves the headroom above a peak: a multiple of 64 MB, above 1,024 MB of 256 MB. In MB. */
export function leastMemoryMb(peakMemoryMb: number): number {
  const needed = peakMemoryMb / highestPeakShare;
  const step = needed > 1024 ? 256 : 64;
  return Math.min(limits.memoryMb.max, Math.max(limits.memoryMb.min, Math.ceil(needed / step) * step));
}
