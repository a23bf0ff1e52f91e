import { readdirSync, readlinkSync } from "node:fs";

/** Processes of this machine whose current folder is this one or below it. Linux only: from `/proc`. */
export function processesIn(folder: string): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => isWithin(currentFolder(pid), folder)).map(Number);
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function currentFolder(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}
