import type { RunnerEvent } from "../control/protocol.ts";
import { Runner } from "../runner.ts";
import type { Command } from "./arguments.ts";
import { askedCredentials } from "./credentials.ts";
import { EventPrinter } from "./event-printer.ts";
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
  const printer = new EventPrinter(command.json ? streams.stdout : streams.stderr, command.json ? jsonText : eventText);
  const onEvent = command.json ? readyFirst(printer) : withAddress(printer, streams);
  const runner = await Runner.open({ ...command.runner, credentials }, onEvent, signal);
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
    printer.flush();
    await runner.closeControl();
  }
  return 0;
}

/** `ready` comes before everything else: what is known earlier waits for it. */
function readyFirst(printer: EventPrinter): (event: RunnerEvent) => void {
  let early: RunnerEvent[] | undefined = [];
  return (event) => {
    if (event.event === "environment") return;
    if (event.event === "ready") {
      printer.print(event);
      for (const earlier of early ?? []) printer.print(earlier);
      early = undefined;
    } else if (early) {
      early.push(event);
    } else {
      printer.print(event);
    }
  };
}

/** The address is the result of the command, everything else tells of its work. */
function withAddress(printer: EventPrinter, { stdout, stderr }: Streams): (event: RunnerEvent) => void {
  return (event) => {
    printer.print(event);
    if (event.event !== "ready") return;
    printer.flush();
    stderr.write(`${event.functionCount} functions, ${event.engine} engine (${event.engineDescription})\n`);
    stdout.write(`Lambda API ${event.lambdaApi}\n`);
  };
}
