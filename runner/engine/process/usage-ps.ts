import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Usage } from "../engine.ts";

/** A line of `ps -axo pid=,ppid=,rss=,time=`. */
export interface PsProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly memoryMb: number;
  readonly cpuMs: number;
}

/**
 * What a process and its descendants use, as `ps` tells it: resident memory, and CPU time to a hundredth of a second.
 * There is no high-water mark: the peak is the current value.
 *
 * @returns undefined when the process is gone
 */
export async function readPsUsage(pid: number): Promise<Usage | undefined> {
  const tree = treeOf(pid, await listProcesses());
  if (tree.length === 0) return undefined;
  const memoryMb = tree.reduce((total, one) => total + one.memoryMb, 0);
  return { memoryMb, peakMemoryMb: memoryMb, cpuMs: tree.reduce((total, one) => total + one.cpuMs, 0) };
}

/** Every process of this machine. */
export async function listProcesses(): Promise<PsProcess[]> {
  const { stdout } = await promisify(execFile)("ps", ["-axo", "pid=,ppid=,rss=,time="]);
  return parsePs(stdout);
}

/** A process and its descendants, itself first. */
export function treeOf(pid: number, processes: readonly PsProcess[]): PsProcess[] {
  const tree = processes.filter((one) => one.pid === pid);
  for (const parent of tree) tree.push(...processes.filter((one) => one.parentPid === parent.pid));
  return tree;
}

/** Times are `1:02.03` on macOS and `01:02:03` or `1-02:03:04` elsewhere. */
export function parsePs(output: string): PsProcess[] {
  return output.split("\n").flatMap((line) => {
    const [pid, parentPid, rssKb, time] = line.trim().split(/\s+/);
    if (time === undefined) return [];
    const [clock = "", days = "0"] = time.split("-").reverse();
    const seconds = clock.split(":").reduce((total, part) => total * 60 + Number(part), 0) + Number(days) * 86_400;
    return [{ pid: Number(pid), parentPid: Number(parentPid), memoryMb: Number(rssKb) / 1024, cpuMs: seconds * 1000 }];
  });
}
