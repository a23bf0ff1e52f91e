import { readdirSync, readFileSync } from "node:fs";

/** User and system CPU time of a process, of its descendants, and of those it has waited for, in ms. Linux only. */
export function cpuMsOfTree(rootPid: number): number {
  const stats = new Map(readStats().map((stat) => [stat.pid, stat]));
  const isInTree = (pid: number): boolean =>
    pid === rootPid || (stats.has(pid) && isInTree(stats.get(pid)?.parent ?? 0));
  const ticks = [...stats.values()].filter(({ pid }) => isInTree(pid)).reduce((sum, stat) => sum + stat.ticks, 0);
  return (ticks * 1000) / ticksPerSecond;
}

/** What `/proc` counts in: `USER_HZ`, the same on every architecture that Node.js runs on. */
const ticksPerSecond = 100;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

function readStats(): Stat[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      return [parseStat(Number(pid), readFileSync(`/proc/${pid}/stat`, "utf8"))];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

/** Fields from the state on, after the command's name, which may hold anything. Source: proc_pid_stat(5). */
function parseStat(pid: number, text: string): Stat {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [, parent] = fields;
  const times = fields.slice(11, 15).map(Number);
  return { pid, parent: Number(parent), ticks: times.reduce((sum, ticks) => sum + ticks, 0) };
}
