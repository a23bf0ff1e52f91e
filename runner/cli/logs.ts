import { findEitherWay } from "../control/find-function.ts";
import { RunnerClient } from "../control/client.ts";
import type { LogsParams } from "../control/protocol.ts";
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
  { stdout, stderr }: Streams,
  signal: AbortSignal,
): Promise<ExitCode> {
  const print = (line: LogLine): void => void stdout.write(`${command.json ? logJson(line) : logText(line)}\n`);
  const { functionName, limit, follow, sinceMs, filter, root } = command;
  const query = {
    functionName,
    limit,
    follow,
    ...(sinceMs === undefined ? {} : { sinceMs }),
    ...(filter === undefined ? {} : { filter }),
  };
  const folder = stateFolder(root, thisHost());
  const client = await RunnerClient.find(folder);
  if (client) {
    try {
      await fromRunner(client, query, print, signal);
    } finally {
      client.dispose();
    }
  } else if (follow) {
    const message = `No runner serves ${root}, so there is nothing to follow. Start one with \`pilotlight start\`.`;
    throw new Failure("runner-unreachable", message);
  } else {
    const lines = fromStore(folder, query);
    lines.forEach(print);
    if (lines.length === 0) stderr.write(`${nothingFound(command)}\n`);
  }
  return 0;
}

async function fromRunner(
  client: RunnerClient,
  query: LogsParams,
  print: (line: LogLine) => void,
  signal: AbortSignal,
): Promise<void> {
  const functions = await client.functions();
  const wanted = query.functionName;
  const found = findEitherWay(functions, wanted);
  if (!found) {
    const message = `The workspace's runner has no function ${wanted}. See \`pilotlight list\`.`;
    throw new Failure("function-unknown", message);
  }
  client.onEvent((event) => {
    if (event.event === "log") print(event);
  });
  (await client.logs({ ...query, functionName: found.name })).forEach(print);
  if (query.follow) await Promise.race([client.closed, aborted(signal)]);
}

function fromStore(folder: string, query: LogsParams): LogLine[] {
  const onHistoryLost = (error: Failure): never => {
    throw error;
  };
  const store = Store.open({ folder, onHistoryLost });
  try {
    return store.logLines(query);
  } finally {
    store.close();
  }
}

function nothingFound({ functionName, sinceMs, filter, root }: Extract<Command, { name: "logs" }>): string {
  return sinceMs === undefined && filter === undefined
    ? `No log of a function ${functionName} is kept for ${root}. Names are in \`pilotlight list\`; a function has a log once it was invoked.`
    : `No line of a log of ${functionName} fits. Leave out --since or --filter to see more.`;
}

function logJson(line: LogLine): string {
  // The control channel leaves out what is undefined.
  return jsonText({ ...line, requestId: line.requestId });
}

function logText({ timeMs, text }: LogLine): string {
  return `${new Date(timeMs).toISOString()} ${text}`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve());
  });
}
