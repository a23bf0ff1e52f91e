import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { Failure } from "../model/failure.ts";
import type { OwnProcesses } from "./own-process.ts";

/** How a runner's process ended. */
export interface RunnerEnd {
  /** As asked, by whomever. */
  readonly isOrderly: boolean;
  /** A sentence, with the last that it said. */
  readonly reason: string;
}

/** A runner that this window started. It outlives the window when others use it. */
export interface RunnerProcess {
  readonly ended: Promise<RunnerEnd>;
}

const keptLines = 5;

/**
 * Starts a runner and waits until it answers.
 *
 * @param args options of `pilotlight start`
 * @param output gets every line that it says
 * @throws Failure `runner-unreachable` with what it said when it ended first, `cancelled`
 */
export async function startRunner(
  processes: OwnProcesses,
  folder: string,
  args: readonly string[],
  output: (line: string) => void,
  signal: AbortSignal,
): Promise<RunnerProcess> {
  const child = processes.start(["start", ...args], { cwd: folder, detached: true });
  child.unref();
  const last: string[] = [];
  const onLine = (line: string): void => {
    output(line);
    last.push(line);
    if (last.length > keptLines) last.shift();
  };
  const ready = new Promise<true>((resolve) => {
    // The one line on standard output is the address; the rest is for people to read.
    if (child.stdout)
      createInterface({ input: child.stdout }).on("line", (line) => {
        onLine(line);
        resolve(true);
      });
  });
  if (child.stderr) createInterface({ input: child.stderr }).on("line", onLine);
  const ended = endOf(child, last);
  const stop = (): void => void child.kill("SIGTERM");
  signal.addEventListener("abort", stop);
  try {
    if (signal.aborted) stop();
    const first = await Promise.race([ready, ended]);
    if (first === true) return { ended };
    if (signal.aborted) throw new Failure("cancelled", "Starting the runner was cancelled.");
    throw new Failure("runner-unreachable", first.reason);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function endOf(child: ChildProcess, last: readonly string[]): Promise<RunnerEnd> {
  return new Promise((resolve) => {
    child.once("error", (error) =>
      resolve({ isOrderly: false, reason: `The runner can't be started: ${error.message}` }),
    );
    child.once("close", (code, signal) => {
      const how = signal === null ? `with status ${String(code)}` : `by ${signal}`;
      const said = last.join("\n").trim();
      resolve({ isOrderly: code === 0, reason: said === "" ? `The runner ended ${how}.` : said });
    });
  });
}
