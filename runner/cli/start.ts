import type { RunnerEvent } from "../control/protocol.ts";
import type { RunnerOptions } from "../runner-options.ts";
import { Runner } from "../runner.ts";
import type { Command } from "./arguments.ts";
import { askedCredentials } from "./credentials.ts";
import { EventPrinter } from "./event-printer.ts";
import type { ExitCode } from "./exit-code.ts";
import { eventText, jsonText } from "./printing.ts";
import { requireFunctions } from "./require-functions.ts";
import type { Streams } from "./streams.ts";

/** Runs a workspace's functions until `signal` aborts or somebody asks the runner to stop. */
export async function start(
  command: Extract<Command, { name: "start" }>,
  streams: Streams,
  signal: AbortSignal,
): Promise<ExitCode> {
  const credentials = await askedCredentials(command.runner);
  const teller = command.json ? jsonTeller(streams) : textTeller(streams);
  try {
    await serve({ ...command.runner, credentials }, command.whileUsed, teller, signal);
  } finally {
    teller.end();
  }
  return 0;
}

async function serve(
  options: RunnerOptions,
  isStoppedUnused: boolean,
  { tell }: Teller,
  signal: AbortSignal,
): Promise<void> {
  const runner = await Runner.open(options, tell, signal);
  const stopped = Promise.withResolvers<true>();
  const stop = async (): Promise<void> => {
    await runner.stop();
    stopped.resolve(true);
  };
  signal.addEventListener("abort", () => void stop());
  try {
    signal.throwIfAborted();
    requireFunctions(runner.project);
    await runner.listen(stop, isStoppedUnused);
    await stopped.promise;
  } finally {
    await runner.stop();
    await runner.closeControl();
  }
}

/** Tells the person, or the program, what happens. */
interface Teller {
  readonly tell: (event: RunnerEvent) => void;
  /** Tells what has not been told yet. */
  readonly end: () => void;
}

/** `ready` comes before everything else: what is known earlier waits for it, and is for people when it never comes. */
function jsonTeller({ stdout, stderr }: Streams): Teller {
  const printer = new EventPrinter(stdout, jsonText);
  let early: RunnerEvent[] | undefined = [];
  const tell = (event: RunnerEvent): void => {
    if (event.event === "environment" || event.event === "estimates") return;
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
  const end = (): void => {
    for (const event of early ?? []) stderr.write(`${eventText(event) ?? ""}\n`);
    printer.flush();
  };
  return { tell, end };
}

/** The address is the result of the command, everything else tells of its work. */
function textTeller({ stdout, stderr }: Streams): Teller {
  const printer = new EventPrinter(stderr, eventText);
  const tell = (event: RunnerEvent): void => {
    printer.print(event);
    if (event.event !== "ready") return;
    printer.flush();
    const { functionCount, engine, engineDescription, lambdaApi } = event;
    stderr.write(
      `${functionCount} ${functionCount === 1 ? "function" : "functions"} on the ${engine} engine: ${engineDescription}\n`,
    );
    stdout.write(`Lambda API ${lambdaApi}\n`);
    stderr.write(`Call one with \`pilotlight invoke NAME\` from another terminal; Ctrl-C stops.\n`);
  };
  return { tell, end: () => printer.flush() };
}
