import { spawn } from "node:child_process";
import { killTree } from "../../engine/process/process-tree.ts";
import { Failure } from "../../model/failure.ts";
import { throwIfCancelled } from "../cancellation.ts";
import { LastLine } from "./last-line.ts";

export interface ToolCommand {
  /** Absolute path. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Added to this process's own environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** How a tool ended, and the last 8 MB of what it said. */
export interface ToolRun {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Standard output and standard error as they came. */
  readonly output: string;
}

export type RunTool = (command: ToolCommand, signal: AbortSignal) => Promise<ToolRun>;

/**
 * Runs a tool to its end, without a terminal or standard input, so that it never asks. When `signal` aborts, the tool
 * and everything it has started are killed.
 *
 * @param onProgress hears what the tool has printed last, once a second
 * @throws Failure `cancelled`, once it has ended; `build-failed` when it can't be started
 */
export async function runTool(
  command: ToolCommand,
  signal: AbortSignal,
  onProgress?: (lastLine: string) => void,
): Promise<ToolRun> {
  throwIfCancelled(signal);
  const { program, args, cwd, env } = command;
  // Node starts batch files only through the shell.
  const isBatch = process.platform === "win32" && /\.(bat|cmd)$/i.test(program);
  const child = spawn(isBatch ? quoted(program) : program, isBatch ? args.map(quoted) : args, {
    cwd,
    // PWD: tools that print paths take them from there. An editor that runs this is nothing tools should take for Node.js.
    env: { ...process.env, PWD: cwd, ELECTRON_RUN_AS_NODE: undefined, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, to be killed as a whole.
    detached: process.platform !== "win32",
    windowsHide: true,
    shell: isBatch,
  });
  const stdout = new Tail();
  const output = new Tail();
  const lastLine = new LastLine();
  const hear = (chunk: Buffer) => {
    output.add(chunk);
    if (onProgress) lastLine.add(chunk);
  };
  child.stdout.on("data", (chunk: Buffer) => {
    stdout.add(chunk);
    hear(chunk);
  });
  child.stderr.on("data", hear);

  const progress =
    onProgress &&
    setInterval(() => {
      const line = lastLine.take();
      if (line !== undefined) onProgress(line);
    }, progressMs);
  const ended = Promise.withResolvers<number | null>();
  child.on("error", ended.reject);
  child.on("close", ended.resolve);
  let killing: Promise<void> | undefined;
  const kill = () => {
    if (child.pid !== undefined) killing = killTree(child.pid, process.platform);
  };
  signal.addEventListener("abort", kill, { once: true });
  try {
    const exitCode = await ended.promise;
    await killing;
    throwIfCancelled(signal);
    return { exitCode, stdout: stdout.text(), output: output.text() };
  } catch (error) {
    if (error instanceof Failure || !(error instanceof Error)) throw error;
    throw new Failure("build-failed", `${program} can't be started: ${error.message}. Install it anew.`, {
      cause: error,
    });
  } finally {
    clearInterval(progress);
    signal.removeEventListener("abort", kill);
  }
}

const progressMs = 1000;

const maxTailBytes = 8 * 1024 * 1024;

/** The end of a stream, to the chunk. */
class Tail {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes > maxTailBytes) this.#bytes -= this.#chunks.shift()?.length ?? 0;
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString().replaceAll("\r\n", "\n");
  }
}

/** For cmd.exe. */
function quoted(argument: string): string {
  return `"${argument.replaceAll('"', '""')}"`;
}
