import { RunnerClient } from "../control/client.ts";
import { stateFolder } from "../control/state-folder.ts";
import type { LogLine } from "../environment/invocation.ts";
import { thisHost } from "../host.ts";
import { Failure } from "../model/failure.ts";
import { Store } from "../store/store.ts";
import type { Command } from "./arguments.ts";
import type { ExitCode } from "./exit-code.ts";
import { jsonText } from "./printing.ts";
import type { Streams } from "./streams.ts";

/** Shows a function's log: from the runner when one is up, else from what earlier ones left. */
export async function logs(
  command: Extract<Command, { name: "logs" }>,
  { stdout }: Streams,
  signal: AbortSignal,
): Promise<ExitCode> {
  const print = (line: LogLine): void => void stdout.write(`${command.json ? logJson(line) : logText(line)}\n`);
  const { functionName, limit, follow, sinceMs, filter } = command;
  const query = {
    functionName,
    limit,
    ...(sinceMs === undefined ? {} : { sinceMs }),
    ...(filter === undefined ? {} : { filter }),
  };
  const folder = stateFolder(command.root, thisHost());
  const client = await RunnerClient.find(folder);
  if (client) {
    try {
      client.onEvent((event) => {
        if (event.event === "log") print(event);
      });
      (await client.logs({ ...query, follow })).forEach(print);
      if (follow) await Promise.race([client.closed, aborted(signal)]);
    } finally {
      client.dispose();
    }
  } else if (follow) {
    const message = `No runner serves ${command.root}, so there is nothing to follow. Start one with \`pilotlight start\`.`;
    throw new Failure("runner-unreachable", message);
  } else {
    const onHistoryLost = (error: Failure): never => {
      throw error;
    };
    const store = Store.open({ folder, onHistoryLost });
    store.logLines(query).forEach(print);
    store.close();
  }
  return 0;
}

function logJson(line: LogLine): string {
  // The control channel leaves out what is undefined.
  return jsonText({ ...line, requestId: line.requestId });
}

function logText({ timeMs, text }: LogLine): string {
  return `${new Date(timeMs).toISOString()} ${text}`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}
