import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { realpathSync } from "node:fs";
import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";
import { CpuDelay } from "../cpu-delay.ts";
import type { DebugSetup } from "../debug-setup.ts";
import { DebugWait } from "../debug-wait.ts";
import type { Sandbox, SandboxExit, Usage } from "../engine.ts";
import type { HeldFolder } from "../held-folder.ts";
import { outputFilters } from "../output-filters.ts";
import { OutputRelay } from "../output-relay.ts";
import { SpareGate } from "../spare-gate.ts";
import { threadsOfTree } from "./usage-linux.ts";
import { killGroup, killSession, killTree, readUsage } from "./process-tree.ts";

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
  /** Of a spare: its code folder, which is also its working directory. */
  readonly held: HeldFolder | undefined;
  /** It waits for a debugger. */
  readonly debug: DebugSetup | undefined;
}

/** A runtime that is a process group of this machine. */
export class ProcessSandbox implements Sandbox {
  readonly id: string;
  readonly runtimeDescription: string;
  readonly startedAtMs: number;
  readonly exited: Promise<SandboxExit>;
  readonly atGate: Promise<number | undefined>;
  readonly debugWait: DebugWait | undefined;
  /** Of the leader of its process group. */
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #platform: NodeJS.Platform;
  readonly #gate: SpareGate | undefined;
  readonly #output = new OutputRelay();
  readonly #cpuDelay = new CpuDelay();
  #usage: Usage = { memoryMb: 0, peakMemoryMb: 0, cpuMs: 0 };
  #isGone = false;

  private constructor(child: ChildProcess, pid: number, startedAtMs: number, start: ProcessStart) {
    this.#child = child;
    this.pid = pid;
    this.#platform = start.platform;
    this.id = String(pid);
    this.runtimeDescription = start.runtimeDescription;
    this.startedAtMs = startedAtMs;
    this.#gate = start.held && gateOf(child, start.held);
    this.atGate = this.#gate?.arrival ?? Promise.resolve(undefined);
    this.debugWait = start.debug
      ? // As Node.js names the files in it.
        new DebugWait((port) => Promise.resolve({ host: "127.0.0.1", port, remoteRoot: realpathSync(start.cwd) }))
      : undefined;
    this.#relayOutput(start.debug);
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
      // To those that wait for nothing it is at its end at once.
      stdio: [start.held ? "pipe" : "ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    if (child.pid === undefined) await once(child, "spawn");
    return new ProcessSandbox(child, child.pid ?? 0, startedAtMs, start);
  }

  onOutput(listener: (chunk: Buffer) => void): void {
    this.#output.listen(listener);
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

  cpuDelayMs(): Promise<number | undefined> {
    const isTold = this.#platform === "linux" && !this.#isGone;
    return Promise.resolve(isTold ? this.#cpuDelay.read(threadsOfTree(this.pid)) : undefined);
  }

  async release(): Promise<void> {
    await this.#gate?.release();
  }

  async stop(): Promise<void> {
    this.#gate?.ended();
    this.debugWait?.ended();
    if (!this.#isGone) await killTree(this.pid, this.#platform);
    await this.exited;
  }

  #relayOutput(debug: DebugSetup | undefined): void {
    const push = (chunk: Buffer): void => this.#output.push(chunk);
    const wait = this.debugWait;
    const debugged = debug && wait && { wait, language: debug.language };
    const filters = outputFilters(push, { gate: this.#gate, debug: debugged });
    for (const name of ["stdout", "stderr"] as const) {
      const stream = this.#child[name];
      stream?.on("data", (chunk: Buffer) => filters[name].push(chunk));
      stream?.once("close", () => filters[name].end());
    }
  }

  async #watchExit(): Promise<SandboxExit> {
    const child = this.#child;
    const closed = once(child, "close");
    const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
    this.#isGone = true;
    this.#gate?.ended();
    this.debugWait?.ended();
    child.stdin?.destroy();
    if (this.#platform !== "win32") killGroup(this.pid);
    if (this.debugWait) killSession(this.pid, this.#platform);
    const drained = new AbortController();
    await Promise.race([closed, delay(drainMs, undefined, { signal: drained.signal }).catch(() => {})]);
    drained.abort();
    child.stdout?.destroy();
    child.stderr?.destroy();
    return signal === null ? { kind: "exited", code: code ?? 0 } : { kind: "signalled", signal };
  }
}

function gateOf({ stdin }: ChildProcess, held: HeldFolder): SpareGate {
  // Of a process that has ended before it was told to go on.
  stdin?.on("error", () => undefined);
  // With its input at its end, as for all others, once it has been told.
  return new SpareGate({ fill: () => held.requireSame(), open: () => void stdin?.end("\n") });
}

/**
 * Through a shell that replaces itself by the command (0.7 ms): it lowers the number of open files to AWS's, and
 * joins standard error to standard output, so that what is written to both arrives in the order it was written.
 */
function limited(command: readonly string[]): string[] {
  return ["/bin/sh", "-c", `ulimit -n ${openFiles} 2>/dev/null; exec "$@" 2>&1`, "sh", ...command];
}
