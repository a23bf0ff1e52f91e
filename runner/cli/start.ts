import type { RunnerEvent } from "../control/protocol.ts";
import { Runner } from "../runner.ts";
import type { Command } from "./arguments.ts";
import { askedCredentials } from "./credentials.ts";
import type { ExitCode } from "./exit-code.ts";
import { eventText, jsonText } from "./printing.ts";
import type { Streams } from "./streams.ts";

/** Runs a workspace's functions until `signal` aborts or somebody asks the runner to stop. */
export async function start(
  command: Extract<Command, { name: "start" }>,
  streams: Streams,
  signal: AbortSignal,
): Promise<ExitCode> {
  const credentials = await askedCredentials(command.runner);
  const print = command.json ? jsonPrinter(streams) : textPrinter(streams);
  const runner = await Runner.open({ ...command.runner, credentials }, print, signal);
  const stopped = Promise.withResolvers<true>();
  const stop = async (): Promise<void> => {
    await runner.stop();
    stopped.resolve(true);
  };
  signal.addEventListener("abort", () => void stop());
  try {
    signal.throwIfAborted();
    await runner.listen(stop);
    await stopped.promise;
  } finally {
    await runner.stop();
    await runner.closeControl();
  }
  return 0;
}

/** One object a line, `ready` before everything else: what is known earlier waits for it. */
function jsonPrinter({ stdout }: Streams): (event: RunnerEvent) => void {
  const print = (event: RunnerEvent): void => void stdout.write(`${jsonText(event)}\n`);
  let early: RunnerEvent[] | undefined = [];
  return (event) => {
    if (event.event === "environment") return;
    if (event.event === "ready") {
      print(event);
      for (const earlier of early ?? []) print(earlier);
      early = undefined;
    } else if (early) {
      early.push(event);
    } else {
      print(event);
    }
  };
}

function textPrinter({ stdout, stderr }: Streams): (event: RunnerEvent) => void {
  return (event) => {
    if (event.event === "ready") {
      stderr.write(`${event.functionCount} functions, ${event.engine} engine (${event.engineDescription})\n`);
      stdout.write(`Lambda API ${event.lambdaApi}\n`);
      return;
    }
    const text = eventText(event);
    if (text !== undefined) stderr.write(`${text}\n`);
  };
}
