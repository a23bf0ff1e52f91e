import { readdirSync, readFileSync } from "node:fs";
import type { Usage } from "../engine.ts";

/** Ticks a second in `/proc/<pid>/stat`: USER_HZ, 100 on every Linux architecture Node runs on. */
const ticksPerSecond = 100;

/**
 * What a process and its descendants use, from `/proc`. Memory is resident memory (`VmRSS`), peak memory its high-water
 * mark (`VmHWM`). CPU time comes from the scheduler to the nanosecond where it tells; of threads and children that have
 * ended only the kernel's sums in ticks of 10 ms remain.
 *
 * @returns undefined when the process is gone
 */
export function readLinuxUsage(pid: number): Usage | undefined {
  const usages = processTree(pid)
    .map(readProcess)
    .filter((usage) => usage !== undefined);
  if (usages.length === 0) return undefined;
  const sum = (of: (usage: Usage) => number): number => usages.reduce((total, usage) => total + of(usage), 0);
  return {
    memoryMb: sum((usage) => usage.memoryMb),
    peakMemoryMb: sum((usage) => usage.peakMemoryMb),
    cpuMs: sum((usage) => usage.cpuMs),
  };
}

/** A process and its descendants, itself first. Those whose parent has ended are not among them. */
export function processTree(pid: number): number[] {
  const tree = [pid];
  for (const parent of tree) {
    for (const thread of list(`/proc/${parent}/task`)) {
      const children = read(`/proc/${parent}/task/${thread}/children`) ?? "";
      tree.push(...children.split(" ").filter(Boolean).map(Number));
    }
  }
  return tree;
}

function readProcess(pid: number): Usage | undefined {
  const status = read(`/proc/${pid}/status`);
  const stat = read(`/proc/${pid}/stat`);
  if (status === undefined || stat === undefined) return undefined;
  return {
    memoryMb: statusMb(status, "VmRSS"),
    peakMemoryMb: statusMb(status, "VmHWM"),
    cpuMs: cpuMs(stat, threadCpuNs(pid)),
  };
}

/** A zombie has no memory fields. */
function statusMb(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s*(\\d+) kB`, "m").exec(status)?.[1] ?? 0) / 1024;
}

function cpuMs(stat: string, schedulerNs: number): number {
  // The second field is the name in parentheses and may hold anything; user, system and both again for children
  // that were waited for are the 14th to 17th.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map(Number);
  const tickMs = 1000 / ticksPerSecond;
  return Math.max((user + system) * tickMs, schedulerNs / 1e6) + (childUser + childSystem) * tickMs;
}

/** Time on a CPU of the threads there are; 0 where the kernel doesn't keep it. */
function threadCpuNs(pid: number): number {
  return list(`/proc/${pid}/task`).reduce((total, thread) => {
    return total + Number(read(`/proc/${pid}/task/${thread}/schedstat`)?.split(" ", 1)[0] ?? 0);
  }, 0);
}

/** Synchronous: `/proc` answers from memory, and the thread pool would cost more than the read. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
