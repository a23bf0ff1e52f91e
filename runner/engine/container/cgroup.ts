import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseCgroupV1, parseCgroupV2, parseCpuV1, parseCpuV2, type UsageReading } from "./usage.ts";

/** A container's control group: folders below `/sys/fs/cgroup`. */
export type CgroupPaths =
  | { readonly version: 1; readonly memory: string; readonly cpuacct: string }
  | { readonly version: 2; readonly unified: string };

/** Finds the control group of a process of this machine. Throws when there is none that can be read. */
export function findCgroup(pid: number): CgroupPaths {
  const paths = cgroupPaths(read("/proc", String(pid), "cgroup"));
  readCgroup(paths);
  return paths;
}

/**
 * Reads `/proc/<pid>/cgroup`: `4:memory:/docker/<id>` lines of version 1, a `0::/…` line of version 2. Throws for the
 * root, where version 1 puts a process that is ending: its figures are those of the whole machine.
 */
export function cgroupPaths(procCgroup: string): CgroupPaths {
  const pathByController = new Map<string, string>();
  for (const line of procCgroup.trim().split("\n")) {
    const [, controllers = "", ...path] = line.split(":");
    for (const controller of controllers.split(",")) pathByController.set(controller, path.join(":"));
  }
  const memory = pathByController.get("memory");
  if ((memory ?? pathByController.get("") ?? "/") === "/")
    throw new Error("The process has no control group of its own");
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

/** Throws once the control group is gone. */
export function readCgroup(paths: CgroupPaths): UsageReading {
  const reading = readFigures(paths);
  return { ...reading, mappedFileBytes: Math.max(reading.mappedFileBytes, readMappedFileBytes(paths)) };
}

/**
 * The same with less to read, for use soon after `last`: while the kernel's peak has not moved, memory is taken to be
 * as it was, and only CPU time is read anew. Throws once the control group is gone.
 */
export function readCgroupAgain(paths: CgroupPaths, last: UsageReading): UsageReading {
  // A kernel that keeps no peak leaves nothing to go by.
  if (last.maxUsageBytes === undefined) return readCgroup(paths);
  const isVersion1 = paths.version === 1;
  const maxUsageBytes = Number(
    isVersion1 ? read(paths.memory, "memory.max_usage_in_bytes") : read(paths.unified, "memory.peak"),
  );
  if (maxUsageBytes !== last.maxUsageBytes) return readCgroup(paths);
  const cpuMs = isVersion1
    ? parseCpuV1(read(paths.cpuacct, "cpuacct.usage"))
    : parseCpuV2(read(paths.unified, "cpu.stat"));
  return { ...last, cpuMs };
}

/** Ids of the threads that live in a control group; undefined once it is gone. */
export function readCgroupThreads(paths: CgroupPaths): string[] | undefined {
  const threads =
    paths.version === 1 ? readIfThere(paths.memory, "tasks") : readIfThere(paths.unified, "cgroup.threads");
  return threads?.split("\n").filter(Boolean);
}

/**
 * Files that the largest process has mapped. The control group knows only those pages it was the first to touch, which
 * the second container of an image never is. One process, not their sum: what they share would count twice.
 */
function readMappedFileBytes(paths: CgroupPaths): number {
  const processes = read(paths.version === 1 ? paths.memory : paths.unified, "cgroup.procs")
    .split("\n")
    .filter(Boolean);
  const statuses = processes.map((pid) => readIfThere("/proc", pid, "status") ?? "");
  return Math.max(0, ...statuses.map((status) => Number(/^RssFile:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024));
}

function readFigures(paths: CgroupPaths): UsageReading {
  if (paths.version === 1) {
    return parseCgroupV1({
      usage: read(paths.memory, "memory.usage_in_bytes"),
      maxUsage: read(paths.memory, "memory.max_usage_in_bytes"),
      stat: read(paths.memory, "memory.stat"),
      cpuUsage: read(paths.cpuacct, "cpuacct.usage"),
    });
  }
  return parseCgroupV2({
    current: read(paths.unified, "memory.current"),
    peak: readIfThere(paths.unified, "memory.peak"),
    stat: read(paths.unified, "memory.stat"),
    cpuStat: read(paths.unified, "cpu.stat"),
  });
}

/** Synchronous: the kernel answers from memory, and the thread pool would cost more than the read. */
function read(...path: string[]): string {
  return readFileSync(join(...path), "utf8");
}

function readIfThere(...path: string[]): string | undefined {
  try {
    return read(...path);
  } catch {
    return undefined;
  }
}
