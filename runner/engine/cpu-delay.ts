import { readFileSync } from "node:fs";

/**
 * How long threads of this machine have been ready to run and had no CPU, in ms since each began: the second field of
 * `/proc/<tid>/schedstat`, in ns. Zero where the kernel doesn't keep it, and for those that have ended.
 *
 * @param threads ids as the kernel knows them, of any process
 */
export function threadsCpuDelayMs(threads: readonly string[]): number {
  return threads.reduce((totalMs, thread) => totalMs + Number(schedstat(thread)?.split(" ")[1] ?? 0) / 1e6, 0);
}

/** Synchronous: the kernel answers from memory. */
function schedstat(thread: string): string | undefined {
  try {
    return readFileSync(`/proc/${thread}/schedstat`, "utf8");
  } catch {
    return undefined;
  }
}
