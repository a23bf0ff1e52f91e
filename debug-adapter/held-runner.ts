import { statSync } from "node:fs";
import { openRunner, type OpenRunner } from "../runner/control/open-runner.ts";
import type { OwnProcesses } from "../runner/control/own-process.ts";
import { Failure } from "../runner/model/failure.ts";
import type { LaunchArguments } from "./launch-arguments.ts";

export interface HeldRunnerOptions {
  readonly processes: OwnProcesses;
  /** Gets what a new runner says while it starts. */
  readonly onSaid: (line: string) => void;
}

/**
 * A connection to the workspace's runner, which runs at least until that is disposed of.
 *
 * @throws Failure `usage` when there is no such folder, and what `openRunner` throws
 */
export async function heldRunner(
  { workspace, engine, runnerArguments }: LaunchArguments,
  { processes, onSaid: output }: HeldRunnerOptions,
  signal: AbortSignal,
): Promise<OpenRunner> {
  if (!statSync(workspace, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Failure("usage", `There is no folder ${workspace}. Set "workspace" to the folder of the templates.`);
  }
  const engineArguments = engine === undefined ? [] : [`--engine=${engine}`];
  const args = (): string[] => [
    ...[`--workspace=${workspace}`, ...engineArguments, ...runnerArguments],
    ...["--detached", "--while-used"],
  ];
  const opened = await openRunner(workspace, { processes, args, output, signal });
  await opened.client.hold();
  return opened;
}
