import { execFile } from "node:child_process";
import type { Usage } from "../engine.ts";
import { processesOfSession, processTree, readLinuxUsage } from "./usage-linux.ts";
import { listProcesses, readPsUsage, treeOf } from "./usage-ps.ts";

/** What a process and its descendants use; undefined when they are gone. Windows offers no cheap way: all zero there. */
export function readUsage(pid: number, platform: NodeJS.Platform): Promise<Usage | undefined> {
  if (platform === "win32") return Promise.resolve({ memoryMb: 0, peakMemoryMb: 0, cpuMs: 0 });
  return platform === "linux" ? Promise.resolve(readLinuxUsage(pid)) : readPsUsage(pid).catch(() => undefined);
}

/**
 * Kills a process that leads a group, its group, and descendants that have left the group. Resolves when the signals
 * are sent.
 */
export async function killTree(pid: number, platform: NodeJS.Platform): Promise<void> {
  if (platform === "win32") {
    await new Promise<void>((resolve) => {
      execFile("taskkill", ["/PID", String(pid), "/T", "/F"], { windowsHide: true }, () => resolve());
    });
    return;
  }
  const tree =
    platform === "linux"
      ? processTree(pid)
      : await listProcesses().then(
          (processes) => treeOf(pid, processes).map((one) => one.pid),
          () => [],
        );
  killGroup(pid);
  for (const descendant of tree.slice(1)) kill(descendant);
}

/** Kills what is left of a group whose leader has ended. On Windows there are no groups. */
export function killGroup(pid: number): void {
  kill(-pid);
}

/**
 * Kills what is left of a session whose leader has ended: a debugger that is killed leaves its program behind, in a group
 * of its own. Linux alone; elsewhere nothing is run by a debugger.
 */
export function killSession(pid: number, platform: NodeJS.Platform): void {
  if (platform === "linux") processesOfSession(pid).forEach(kill);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}
