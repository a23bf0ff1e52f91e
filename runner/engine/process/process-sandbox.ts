import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";
import type { Sandbox, SandboxExit, Usage } from "../engine.ts";
import { killGroup, killTree, readUsage } from "./process-tree.ts";

/** AWS's limit on open files of an execution environment. Source: AWS Lambda developer guide, "Lambda quotas". */
const openFiles = 1024;

/**
 * How long output is still read after the end, when something outside the process group keeps the pipe open.
 */
const drainMs = 200;

export interface ProcessStart {
  /** Program and arguments. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly runtimeDescription: string;
  readonly platform: NodeJS.Platform;
}

/** A runtime that is a process group of this machine. */
export class ProcessSandbox implements Sandbox {
  readonly id: string;
  readonly runtimeDescription: string;
  readonly startedAtMs: number;
  readonly exited: Promise<SandboxExit>;
  /** Of the leader of its process group. */
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #platform: NodeJS.Platform;
  #usage: Usage = { memoryMb: 0, peakMemoryMb: 0, cpuMs: 0 };
  #isGone = false;

  private constructor(child: ChildProcess, pid: number, startedAtMs: number, start: ProcessStart) {
    this.#child = child;
    this.pid = pid;
    this.#platform = start.platform;
    this.id = String(pid);
    this.runtimeDescription = start.runtimeDescription;
    this.startedAtMs = startedAtMs;
    this.exited = this.#watchExit();
  }

  /**
   * Starts the command as the leader of a process group of its own.
   *
   * @throws Error of `spawn` when the program can't be executed
   */
  static async start(start: ProcessStart): Promise<ProcessSandbox> {
    const [file = "", ...args] = start.platform === "win32" ? start.command : limited(start.command);
    const startedAtMs = performance.now();
    const child = spawn(file, args, {
      cwd: start.cwd,
      env: start.variables,
      detached: start.platform !== "win32",
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    if (child.pid === undefined) await once(child, "spawn");
    return new ProcessSandbox(child, child.pid ?? 0, startedAtMs, start);
  }

  onOutput(listener: (chunk: Buffer) => void): void {
    this.#child.stdout?.on("data", listener);
    this.#child.stderr?.on("data", listener);
  }

  /** A runtime writes before it answers, so its output is in the pipe: one whole turn of the event loop reads it. */
  async settleOutput(): Promise<void> {
    await nextTurn();
    await nextTurn();
  }

  async usage(): Promise<Usage> {
    const now = this.#isGone ? undefined : await readUsage(this.pid, this.#platform);
    if (now) {
      this.#usage = {
        memoryMb: now.memoryMb,
        peakMemoryMb: Math.max(now.peakMemoryMb, this.#usage.peakMemoryMb),
        cpuMs: Math.max(now.cpuMs, this.#usage.cpuMs),
      };
    }
    return this.#usage;
  }

  async stop(): Promise<void> {
    if (!this.#isGone) await killTree(this.pid, this.#platform);
    await this.exited;
  }

  async #watchExit(): Promise<SandboxExit> {
    const child = this.#child;
    const closed = once(child, "close");
    const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
    this.#isGone = true;
    if (this.#platform !== "win32") killGroup(this.pid);
    // Without a listener the rest of the output would keep the pipes from closing.
    child.stdout?.resume();
    child.stderr?.resume();
    const drained = new AbortController();
    await Promise.race([closed, delay(drainMs, undefined, { signal: drained.signal }).catch(() => {})]);
    drained.abort();
    child.stdout?.destroy();
    child.stderr?.destroy();
    return signal === null ? { kind: "exited", code: code ?? 0 } : { kind: "signalled", signal };
  }
}

/**
 * Through a shell that replaces itself by the command (0.7 ms): it lowers the number of open files to AWS's, and
 * joins standard error to standard output, so that what is written to both arrives in the order it was written.
 */
function limited(command: readonly string[]): string[] {
  return ["/bin/sh", "-c", `ulimit -n ${openFiles} 2>/dev/null; exec "$@" 2>&1`, "sh", ...command];
}
