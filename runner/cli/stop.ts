import { RunnerClient } from "../control/client.ts";
import { stateFolder } from "../control/state-folder.ts";
import { thisHost } from "../host.ts";
import type { Command } from "./arguments.ts";
import type { ExitCode } from "./exit-code.ts";
import type { Streams } from "./streams.ts";

/** Stops the workspace's runner. That none runs is no error: it is what the person wants. */
export async function stop(command: Extract<Command, { name: "stop" }>, { stderr }: Streams): Promise<ExitCode> {
  const client = await RunnerClient.find(stateFolder(command.root, thisHost()));
  if (!client) {
    stderr.write(`No runner serves ${command.root}.\n`);
    return 0;
  }
  try {
    const { pid } = await client.status();
    await client.stop();
    stderr.write(`Stopped the runner (process ${pid}).\n`);
  } finally {
    client.dispose();
  }
  return 0;
}
