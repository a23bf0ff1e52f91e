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
  const usage = { memoryMb: 0, peakMemoryMb: 0, cpuMs: 0 };
  let isThere = false;
  const tree = [pid];
  for (const each of tree) {
    const status = read(`/proc/${each}/status`);
    const stat = read(`/proc/${each}/stat`);
    const threads = list(`/proc/${each}/task`);
    tree.push(...childrenOf(each, threads));
    if (status === undefined || stat === undefined) continue;
    isThere = true;
    usage.memoryMb += kilobytes(residentMemory, status) / 1024;
    usage.peakMemoryMb += kilobytes(peakMemory, status) / 1024;
    usage.cpuMs += cpuMs(stat, threadCpuNs(each, threads));
  }
  return isThere ? usage : undefined;
}

/** A process and its descendants, itself first. Those whose parent has ended are not among them. */
export function processTree(pid: number): number[] {
  const tree = [pid];
  for (const parent of tree) tree.push(...childrenOf(parent, list(`/proc/${parent}/task`)));
  return tree;
}

/** Threads of a process and its descendants. */
export function threadsOfTree(pid: number): string[] {
  return processTree(pid).flatMap((each) => list(`/proc/${each}/task`));
}

/** The processes of a session, by whose leader it is known; those that have left its group, and orphans, too. */
export function processesOfSession(leaderPid: number): number[] {
  const pids = list("/proc").map(Number).filter(Number.isInteger);
  return pids.filter((pid) => Number(statFields(read(`/proc/${pid}/stat`) ?? "")[3]) === leaderPid);
}

function childrenOf(pid: number, threads: readonly string[]): number[] {
  return threads.flatMap((thread) => {
    const children = read(`/proc/${pid}/task/${thread}/children`) ?? "";
    return children === "" ? [] : children.split(" ").filter(Boolean).map(Number);
  });
}

const residentMemory = /^VmRSS:\s*(\d+) kB/m;
const peakMemory = /^VmHWM:\s*(\d+) kB/m;

/** A zombie has no memory fields. */
function kilobytes(field: RegExp, status: string): number {
  return Number(field.exec(status)?.[1] ?? 0);
}

function cpuMs(stat: string, schedulerNs: number): number {
  // User, system and both again for children that were waited for are the 14th to 17th.
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = statFields(stat).slice(11, 15).map(Number);
  const tickMs = 1000 / ticksPerSecond;
  return Math.max((user + system) * tickMs, schedulerNs / 1e6) + (childUser + childSystem) * tickMs;
}

/** From the third on: the second is the name in parentheses and may hold anything. */
function statFields(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** Time on a CPU of the threads there are; 0 where the kernel doesn't keep it. */
function threadCpuNs(pid: number, threads: readonly string[]): number {
  return threads.reduce((total, thread) => {
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
