import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { Readable } from "node:stream";
import { OrphanGuard } from "../engine/process/orphan-guard.ts";
import { killGroup, killTree } from "../engine/process/process-tree.ts";

/** A program that measures something about itself and writes it to file descriptor 3. */
export interface MeasuringProgram {
  /** Program and arguments. */
  readonly command: readonly string[];
  readonly cwd: string;
  /** All that it gets. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Runs measuring programs, with the same right to a processor as functions: figures of a process that gives way to others
 * would say little about one that does not.
 */
export class MeasuringProcesses {
  readonly #platform: NodeJS.Platform;
  readonly #guard: OrphanGuard;

  constructor(platform: NodeJS.Platform) {
    this.#platform = platform;
    this.#guard = new OrphanGuard(platform);
  }

  /**
   * What the program has written by its end, or until the signal kills it with all that it started. Whatever else it prints
   * goes nowhere. Empty for one that can't be started.
   */
  async run({ command, cwd, variables }: MeasuringProgram, signal: AbortSignal): Promise<string> {
    if (signal.aborted) return "";
    const [file = "", ...args] = command;
    const child = spawn(file, args, {
      cwd,
      env: variables,
      detached: this.#platform !== "win32",
      stdio: ["ignore", "ignore", "ignore", "pipe"],
      windowsHide: true,
    });
    const { pid } = child;
    if (pid === undefined) {
      await once(child, "error");
      return "";
    }
    this.#guard.add(pid);
    const kill = (): void => void killTree(pid, this.#platform);
    signal.addEventListener("abort", kill, { once: true });
    try {
      return await written(child, pid, this.#platform);
    } finally {
      signal.removeEventListener("abort", kill);
      this.#guard.remove(pid);
    }
  }

  dispose(): void {
    this.#guard.dispose();
  }
}

async function written(child: ChildProcess, pid: number, platform: NodeJS.Platform): Promise<string> {
  const figures = text(child.stdio[3] as Readable);
  await once(child, "exit");
  // What it has left behind may hold the pipe.
  if (platform !== "win32") killGroup(pid);
  return figures;
}
