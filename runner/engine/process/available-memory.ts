import { execFile } from "node:child_process";
import { freemem } from "node:os";
import { promisify } from "node:util";

const bytesPerMb = 1024 * 1024;

/**
 * Memory that new processes can take, in MB. Node knows on Linux (with a container's limit) and Windows; on macOS it
 * counts free pages only, of which the system keeps few, so the reclaimable ones are added from `vm_stat`.
 */
export async function availableMemoryMb(platform: NodeJS.Platform): Promise<number> {
  if (platform !== "darwin") return process.availableMemory() / bytesPerMb;
  try {
    const { stdout } = await promisify(execFile)("vm_stat");
    return parseVmStat(stdout);
  } catch {
    return freemem() / bytesPerMb;
  }
}

/** MB that macOS' `vm_stat` shows as free or to be had without swapping. */
export function parseVmStat(output: string): number {
  const pageBytes = Number(/page size of (\d+) bytes/.exec(output)?.[1] ?? 4096);
  const pages = ["free", "inactive", "speculative", "purgeable"].map((kind) =>
    Number(new RegExp(`^Pages ${kind}:\\s+(\\d+)`, "m").exec(output)?.[1] ?? 0),
  );
  return (pages.reduce((total, count) => total + count, 0) * pageBytes) / bytesPerMb;
}
