import type Docker from "dockerode";
import { performance } from "node:perf_hooks";
import type { Usage } from "../engine.ts";
import { findCgroup, readCgroup, readCgroupAgain, readCgroupThreads, type CgroupPaths } from "./cgroup.ts";
import { CpuDelay } from "../cpu-delay.ts";
import { parseStats, UsageMeter, type UsageReading } from "./usage.ts";

/** After so long everything is read again, whatever the kernel's peak says. */
const freshForMs = 50;

/**
 * Reads the figures of one container: from the kernel's files where the engine runs on this machine and they can be
 * read (a tenth of a millisecond), else from the engine's `stats`.
 */
export class UsageReader {
  readonly #docker: Docker;
  readonly #id: string;
  readonly #pid: Promise<number | undefined>;
  readonly #meter = new UsageMeter();
  readonly #cpuDelay = new CpuDelay();
  #cgroup: Promise<CgroupPaths | undefined> | undefined;
  #isClosed = false;
  #lastReading: UsageReading | undefined;
  #readAllAtMs = -Infinity;

  /** @param pid of the container's first process on this machine; undefined where its files can't be read */
  constructor(docker: Docker, id: string, pid: Promise<number | undefined>) {
    this.#docker = docker;
    this.#id = id;
    this.#pid = pid;
  }

  /** The figures now, or the last known ones once the container or the engine is gone. */
  async read(): Promise<Usage> {
    if (this.#isClosed) return this.#meter.last;
    try {
      const reading = await this.#reading();
      return reading === undefined ? this.#meter.last : this.#meter.record(reading);
    } catch {
      return this.#meter.last;
    }
  }

  /** How long its threads have waited for a CPU; undefined where the kernel's files can't be read. */
  async readCpuDelayMs(): Promise<number | undefined> {
    this.#cgroup ??= this.#findCgroup();
    const cgroup = await this.#cgroup;
    const threads = cgroup && !this.#isClosed ? readCgroupThreads(cgroup) : undefined;
    return threads && this.#cpuDelay.read(threads);
  }

  /** Nothing is to be read any more. */
  close(): void {
    this.#isClosed = true;
  }

  async #reading(): Promise<UsageReading | undefined> {
    this.#cgroup ??= this.#findCgroup();
    const cgroup = await this.#cgroup;
    if (cgroup !== undefined) return this.#readFiles(cgroup);
    const stats = await this.#docker.getContainer(this.#id).stats({ stream: false, "one-shot": true });
    return parseStats(stats);
  }

  #readFiles(cgroup: CgroupPaths): UsageReading {
    const nowMs = performance.now();
    const last = nowMs - this.#readAllAtMs < freshForMs ? this.#lastReading : undefined;
    const reading = last === undefined ? readCgroup(cgroup) : readCgroupAgain(cgroup, last);
    if (last === undefined || reading.maxUsageBytes !== last.maxUsageBytes) this.#readAllAtMs = nowMs;
    this.#lastReading = reading;
    return reading;
  }

  async #findCgroup(): Promise<CgroupPaths | undefined> {
    const pid = await this.#pid;
    try {
      return pid === undefined ? undefined : findCgroup(pid);
    } catch {
      return undefined;
    }
  }
}
