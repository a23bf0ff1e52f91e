import { statSync } from "node:fs";
import { RunnerClient } from "../runner/control/client.ts";
import type { OwnProcesses } from "../runner/control/own-process.ts";
import { startRunner, type RunnerProcess } from "../runner/control/runner-process.ts";
import { stateFolder } from "../runner/control/state-folder.ts";
import { Failure } from "../runner/model/failure.ts";
import type { LaunchArguments } from "./launch-arguments.ts";

export interface OpenRunner {
  readonly client: RunnerClient;
  /** Undefined for one that somebody else started. */
  readonly process: RunnerProcess | undefined;
}

/**
 * A connection to the runner of a workspace, which is started when there is none. It runs at least until the connection
 * is disposed of.
 *
 * @param output gets every line that a new runner says
 * @throws Failure `usage` when there is no such folder, `runner-unreachable` with what the runner said, `cancelled`
 */
export async function openRunner(
  { workspace, runnerArguments }: Pick<LaunchArguments, "workspace" | "runnerArguments">,
  processes: OwnProcesses,
  output: (line: string) => void,
  signal: AbortSignal,
): Promise<OpenRunner> {
  if (!statSync(workspace, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Failure("usage", `There is no folder ${workspace}. Set "workspace" to the folder of the templates.`);
  }
  const folder = stateFolder(workspace);
  const found = (await RunnerClient.find(folder)) ?? (await startedRunner());
  const opened = found instanceof RunnerClient ? { client: found, process: undefined } : found;
  await opened.client.hold();
  return opened;

  async function startedRunner(): Promise<OpenRunner | RunnerClient> {
    const args = [`--workspace=${workspace}`, ...runnerArguments, "--detached", "--while-used"];
    try {
      const process = await startRunner(processes, workspace, args, output, signal);
      const client = await RunnerClient.find(folder);
      if (client) return { client, process };
      throw new Failure("runner-unreachable", (await process.ended).reason);
    } catch (error) {
      // Somebody else may have been faster.
      const other = signal.aborted ? undefined : await RunnerClient.find(folder);
      if (other) return other;
      throw error;
    }
  }
}
