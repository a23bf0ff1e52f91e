import type { Usage } from "../engine.ts";

/** One look at a container's control group. */
export interface UsageReading {
  readonly usageBytes: number;
  /** File cache; the pages of `/tmp` and other shared memory are part of it. */
  readonly cacheBytes: number;
  /** Pages of files that processes have mapped: their programs and libraries, whoever they are charged to. */
  readonly mappedFileBytes: number;
  /** Highest `usageBytes` ever, where the kernel keeps it. */
  readonly maxUsageBytes: number | undefined;
  readonly cpuMs: number;
}

const bytesPerMb = 1024 * 1024;

/**
 * Turns readings into figures. Memory is what is used without the file cache, hence without `/tmp`, but with the programs
 * and libraries that run: AWS counts them too (a Node.js function that does nothing has 70 MB there).
 *
 * The kernel keeps a peak only with the cache. Less the largest cache seen it is a peak without, which catches what
 * comes and goes between two readings; it can be too low when the cache was large at another moment than the
 * peak, and too high when a file in `/tmp` came and went unseen.
 */
export class UsageMeter {
  #last: Usage = { memoryMb: 0, peakMemoryMb: 0, cpuMs: 0 };
  #largestCacheBytes = 0;

  get last(): Usage {
    return this.#last;
  }

  record(reading: UsageReading): Usage {
    this.#largestCacheBytes = Math.max(this.#largestCacheBytes, reading.cacheBytes);
    const { usageBytes, cacheBytes, mappedFileBytes, maxUsageBytes = 0 } = reading;
    const memoryMb = (Math.max(0, usageBytes - cacheBytes) + mappedFileBytes) / bytesPerMb;
    const keptByKernelMb = (maxUsageBytes - this.#largestCacheBytes + mappedFileBytes) / bytesPerMb;
    this.#last = {
      memoryMb,
      peakMemoryMb: Math.max(this.#last.peakMemoryMb, memoryMb, keptByKernelMb),
      cpuMs: Math.max(this.#last.cpuMs, reading.cpuMs),
    };
    return this.#last;
  }
}

/** Text of a control group's files, version 1: `memory.*` and `cpuacct.usage` (nanoseconds). */
export function parseCgroupV1(files: {
  readonly usage: string;
  readonly maxUsage: string;
  readonly stat: string;
  readonly cpuUsage: string;
}): UsageReading {
  return {
    usageBytes: Number(files.usage),
    maxUsageBytes: Number(files.maxUsage),
    cacheBytes: field(files.stat, "total_cache") ?? field(files.stat, "cache") ?? 0,
    mappedFileBytes: field(files.stat, "total_mapped_file") ?? field(files.stat, "mapped_file") ?? 0,
    cpuMs: parseCpuV1(files.cpuUsage),
  };
}

/** The same of version 2: `memory.current`, `.peak` (since Linux 5.19), `.stat`, and `cpu.stat`. */
export function parseCgroupV2(files: {
  readonly current: string;
  readonly peak: string | undefined;
  readonly stat: string;
  readonly cpuStat: string;
}): UsageReading {
  return {
    usageBytes: Number(files.current),
    maxUsageBytes: files.peak === undefined ? undefined : Number(files.peak),
    cacheBytes: field(files.stat, "file") ?? 0,
    mappedFileBytes: field(files.stat, "file_mapped") ?? 0,
    cpuMs: parseCpuV2(files.cpuStat),
  };
}

/** Text of `cpuacct.usage`, in ms. */
export function parseCpuV1(cpuUsage: string): number {
  return Number(cpuUsage) / 1e6;
}

/** Text of `cpu.stat`, in ms. */
export function parseCpuV2(cpuStat: string): number {
  return (field(cpuStat, "usage_usec") ?? 0) / 1000;
}

/** The part of the engine's `stats` that matters here, for both versions of control groups. */
export interface EngineStats {
  readonly memory_stats?: {
    readonly usage?: number;
    readonly max_usage?: number;
    readonly stats?: Readonly<Record<string, number>>;
  };
  readonly cpu_stats?: { readonly cpu_usage?: { readonly total_usage?: number } };
}

/** @returns undefined for a container that no longer runs, of which an engine says nothing */
export function parseStats({ memory_stats: memory, cpu_stats: cpu }: EngineStats): UsageReading | undefined {
  if (memory?.usage === undefined) return undefined;
  const { stats = {} } = memory;
  return {
    usageBytes: memory.usage,
    maxUsageBytes: memory.max_usage,
    cacheBytes: stats["total_cache"] ?? stats["cache"] ?? stats["file"] ?? 0,
    mappedFileBytes: stats["total_mapped_file"] ?? stats["mapped_file"] ?? stats["file_mapped"] ?? 0,
    cpuMs: (cpu?.cpu_usage?.total_usage ?? 0) / 1e6,
  };
}

function field(text: string, name: string): number | undefined {
  const value = new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1];
  return value === undefined ? undefined : Number(value);
}
