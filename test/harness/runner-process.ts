import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { text } from "node:stream/consumers";
import { stateFolder } from "../../runner/control/state-folder.ts";
import { thisHost } from "../../runner/host.ts";
import type { Scope } from "./scope.ts";

export const cliPath = join(import.meta.dirname, "..", "..", "dist", "cli.js");

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** A folder of its own for one test or suite, gone with it. Doubles as the place where runners keep their state. */
export function newFolder(t: Scope): string {
  const folder = mkdtempSync(join(tmpdir(), "pilotlight-test-"));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Runs one command of the built CLI to its end. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  const child = spawnCli(args, options);
  child.stdin?.end(options.input ?? "");
  const streams = [child.stdout, child.stderr].map((stream) => (stream ? text(stream) : ""));
  const [code, stdout = "", stderr = ""] = await Promise.all([exitCode(child), ...streams]);
  return { code, stdout, stderr };
}

/** A line of `start --json`. */
export type RunnerLine = Readonly<Record<string, unknown>> & { readonly event: string };

/** A `pilotlight start --json` of the built CLI, ready to be called, and stopped with its test. */
export class RunnerProcess {
  readonly child: ChildProcess;
  readonly lambdaApi: string;
  /** Every line so far. */
  readonly lines: readonly RunnerLine[];
  /** Called again with every line. */
  #lookers: (() => void)[] = [];
  #hasEnded = false;

  private constructor(child: ChildProcess, lambdaApi: string, lines: RunnerLine[], output: Interface) {
    this.child = child;
    this.lambdaApi = lambdaApi;
    this.lines = lines;
    const lookAgain = (): void => {
      const lookers = this.#lookers;
      this.#lookers = [];
      for (const look of lookers) look();
    };
    output.on("line", lookAgain);
    output.once("close", () => {
      this.#hasEnded = true;
      lookAgain();
    });
  }

  /** Fails with what the runner wrote to stderr when it ends before it is ready. */
  static async start(t: Scope, args: readonly string[], options: CliOptions): Promise<RunnerProcess> {
    const child = spawnCli(["start", "--json", "--port", "0", ...args], options);
    t.after(() => stopChild(child));
    if (!child.stdout || !child.stderr) throw new Error("A spawned runner has no pipes");
    const stderr: string[] = [];
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => stderr.push(chunk));
    const lines: RunnerLine[] = [];
    const output = createInterface({ input: child.stdout });
    const ready = Promise.withResolvers<string>();
    output.on("line", (line) => {
      const parsed = JSON.parse(line) as RunnerLine;
      lines.push(parsed);
      if (parsed.event === "ready") ready.resolve(String(parsed["lambdaApi"]));
    });
    child.once("close", () => ready.reject(new Error(`The runner ended before it was ready: ${stderr.join("")}`)));
    return new RunnerProcess(child, await ready.promise, lines, output);
  }

  /** Resolves to the first line, of all so far and to come, that matches. Rejects when the runner ends before. */
  line(matches: (line: RunnerLine) => boolean): Promise<RunnerLine> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = this.lines.find(matches);
        if (found) resolve(found);
        else if (this.#hasEnded) reject(new Error("The runner ended before it wrote the line"));
        else this.#lookers.push(look);
      };
      look();
    });
  }

  /** Asks it to stop as a person would, and resolves to its exit code. */
  async stop(): Promise<number | null> {
    await stopChild(this.child);
    return this.child.exitCode;
  }
}

/** Starts a command of the built CLI. The caller sees to its end. */
export function spawnCli(args: readonly string[], { cwd, env = {} }: CliOptions): ChildProcess {
  return spawn(process.execPath, [cliPath, ...args], {
    cwd,
    env: { ...process.env, ...stateVariables(cwd), ...env },
    stdio: "pipe",
  });
}

/** Where commands that run in `cwd` keep their workspace's state. */
export function stateFolderOf(cwd: string): string {
  return stateFolder(cwd, { ...thisHost(), env: stateVariables(cwd) });
}

/** What puts the state of runners of `cwd` into it. */
export function stateVariables(cwd: string): Record<string, string> {
  return { XDG_STATE_HOME: join(cwd, ".state"), LOCALAPPDATA: join(cwd, ".state") };
}

/** Asks a command to stop as a person would, and waits for its end. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = exitCode(child);
  child.kill("SIGTERM");
  await ended;
}

/** Resolves to the exit code once the command has ended and its output is read; null when a signal ended it. */
export async function exitCode(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, "close")) as [number | null];
  return code;
}
