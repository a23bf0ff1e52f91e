import { RunnerClient } from "./client.ts";
import type { OwnProcesses } from "./own-process.ts";
import { startRunner, type RunnerProcess } from "./runner-process.ts";
import { stateFolder } from "./state-folder.ts";
import { Failure } from "../model/failure.ts";

export interface OpenRunner {
  readonly client: RunnerClient;
  /** Undefined for one that somebody else started. */
  readonly process: RunnerProcess | undefined;
}

/** How a runner is started where there is none. */
export interface RunnerStart {
  readonly processes: OwnProcesses;
  /** Options of `pilotlight start`, asked for only then. */
  readonly args: () => readonly string[] | Promise<readonly string[]>;
  /** Gets every line that it says. */
  readonly output: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * A connection to the runner of a workspace, which is started when there is none.
 *
 * @param root absolute path of the workspace folder
 * @throws Failure `runner-unreachable` with what the runner said, `cancelled`
 */
export async function openRunner(root: string, start: RunnerStart): Promise<OpenRunner> {
  const folder = stateFolder(root);
  const found = await RunnerClient.find(folder);
  return found ? { client: found, process: undefined } : await startedRunner(root, folder, start);
}

async function startedRunner(
  root: string,
  folder: string,
  { processes, args, output, signal }: RunnerStart,
): Promise<OpenRunner> {
  try {
    const process = await startRunner(processes, root, await args(), output, signal);
    const client = await RunnerClient.find(folder);
    if (client) return { client, process };
    throw new Failure("runner-unreachable", (await process.ended).reason);
  } catch (error) {
    // Somebody else may have been faster.
    const other = signal.aborted ? undefined : await RunnerClient.find(folder);
    if (other) return { client: other, process: undefined };
    throw error;
  }
}
