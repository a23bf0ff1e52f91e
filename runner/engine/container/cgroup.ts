import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseCgroupV1, parseCgroupV2, type UsageReading } from "./usage.ts";

/** A container's control group: folders below `/sys/fs/cgroup`. */
export type CgroupPaths =
  | { readonly version: 1; readonly memory: string; readonly cpuacct: string }
  | { readonly version: 2; readonly unified: string };

/** Finds the control group of a process of this machine. Rejects when there is none that can be read. */
export async function findCgroup(pid: number): Promise<CgroupPaths> {
  const paths = cgroupPaths(await readFile(`/proc/${String(pid)}/cgroup`, "utf8"));
  await readCgroup(paths);
  return paths;
}

/** Reads `/proc/<pid>/cgroup`: `4:memory:/docker/<id>` lines of version 1, a `0::/…` line of version 2. */
export function cgroupPaths(procCgroup: string): CgroupPaths {
  const pathByController = new Map<string, string>();
  for (const line of procCgroup.trim().split("\n")) {
    const [, controllers = "", ...path] = line.split(":");
    for (const controller of controllers.split(",")) pathByController.set(controller, path.join(":"));
  }
  const memory = pathByController.get("memory");
  // A machine with both versions mounted keeps the controllers in version 1.
  return memory === undefined
    ? { version: 2, unified: join(root, pathByController.get("") ?? "") }
    : {
        version: 1,
        memory: join(root, "memory", memory),
        cpuacct: join(root, "cpuacct", pathByController.get("cpuacct") ?? memory),
      };
}

const root = "/sys/fs/cgroup";

/** Rejects once the control group is gone. */
export async function readCgroup(paths: CgroupPaths): Promise<UsageReading> {
  const [reading, mappedFileBytes] = await Promise.all([readFigures(paths), readMappedFileBytes(paths)]);
  return { ...reading, mappedFileBytes: Math.max(reading.mappedFileBytes, mappedFileBytes) };
}

/**
 * Files that the largest process has mapped. The control group knows only those pages it was the first to touch, which
 * the second container of an image never is. One process, not their sum: what they share would count twice.
 */
async function readMappedFileBytes(paths: CgroupPaths): Promise<number> {
  const processes = await readFile(join(paths.version === 1 ? paths.memory : paths.unified, "cgroup.procs"), "utf8");
  const statuses = await Promise.all(
    processes
      .split("\n")
      .filter(Boolean)
      .map((pid) => readFile(`/proc/${pid}/status`, "utf8").catch(() => "")),
  );
  return Math.max(0, ...statuses.map((status) => Number(/^RssFile:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024));
}

async function readFigures(paths: CgroupPaths): Promise<UsageReading> {
  if (paths.version === 1) {
    const [usage, maxUsage, stat, cpuUsage] = await Promise.all([
      readFile(join(paths.memory, "memory.usage_in_bytes"), "utf8"),
      readFile(join(paths.memory, "memory.max_usage_in_bytes"), "utf8"),
      readFile(join(paths.memory, "memory.stat"), "utf8"),
      readFile(join(paths.cpuacct, "cpuacct.usage"), "utf8"),
    ]);
    return parseCgroupV1({ usage, maxUsage, stat, cpuUsage });
  }
  const [current, peak, stat, cpuStat] = await Promise.all([
    readFile(join(paths.unified, "memory.current"), "utf8"),
    readFile(join(paths.unified, "memory.peak"), "utf8").catch(() => undefined),
    readFile(join(paths.unified, "memory.stat"), "utf8"),
    readFile(join(paths.unified, "cpu.stat"), "utf8"),
  ]);
  return parseCgroupV2({ current, peak, stat, cpuStat });
}
