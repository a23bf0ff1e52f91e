import type { RunnerClient } from "../control/client.ts";
import type { Runner } from "../runner.ts";
import { applyMemory } from "../tune/apply-memory.ts";
import { tune as findOut, type TunedRunner, type TuneRequest, type TuneStep } from "../tune/tune.ts";
import { tunedRunner } from "../tune/tuned-runner.ts";
import type { TuneResult } from "../tune/tune-result.ts";
import { stepText } from "../tune/step-text.ts";
import { tuneText } from "../tune/tune-text.ts";
import { noTraffic } from "../model/estimate/traffic.ts";
import type { Command } from "./arguments.ts";
import type { ExitCode } from "./exit-code.ts";
import { findRunner } from "./find-runner.ts";
import { withOwnRunner } from "./own-runner.ts";
import { jsonText } from "./printing.ts";
import { readEvent } from "./read-event.ts";
import type { Streams } from "./streams.ts";

/** Says what a function takes and costs at other memory sizes, with the workspace's runner or one of its own. */
export async function tune(
  command: Extract<Command, { name: "tune" }>,
  streams: Streams,
  cwd: string,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { functionName, runner: options, runs, sizes } = command;
  const request: TuneRequest = {
    functionName,
    event: command.event === undefined ? undefined : await readEvent(command.event, cwd, streams.stdin, signal),
    askEvent: () => Promise.resolve("{}"),
    runs,
    traffic: noTraffic,
    verify: command.verify ? { sizes } : undefined,
  };
  const progress = new Progress(functionName, streams);
  const work = async (runner: TunedRunner): Promise<TuneResult> => {
    try {
      return await findOut(runner, request, (step) => progress.show(step), signal);
    } finally {
      progress.end();
    }
  };
  const client = await findRunner(options, streams);
  const result = client
    ? await withClient(client, (there) => work(tunedRunner(there)))
    : await withOwnRunner(options, functionName, streams, signal, (own: Runner) => work(own));
  streams.stdout.write(command.json ? `${jsonText(result)}\n` : tuneText(result));
  if (command.apply) await apply(result, streams);
  return 0;
}

async function withClient<Result>(
  client: RunnerClient,
  work: (client: RunnerClient) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(client);
  } finally {
    client.dispose();
  }
}

async function apply(result: TuneResult, { stderr }: Streams): Promise<void> {
  const { recommended } = result.curve;
  if (!recommended) {
    stderr.write("Nothing was written: no size is recommended.\n");
  } else if (recommended.memoryMb === result.memoryMb) {
    stderr.write(`Nothing was written: ${result.functionName} has ${result.memoryMb} MB already.\n`);
  } else {
    await applyMemory(result.template, result.logicalId, recommended.memoryMb);
    stderr.write(`${result.template}: ${result.logicalId} has ${recommended.memoryMb} MB now.\n`);
  }
}

/** What is under way: one line that changes where a person watches, else a line each. */
class Progress {
  readonly #functionName: string;
  readonly #stderr: Streams["stderr"];
  #isShown = false;

  constructor(functionName: string, { stderr }: Streams) {
    this.#functionName = functionName;
    this.#stderr = stderr;
  }

  show(step: TuneStep): void {
    const text = `${this.#functionName} | ${stepText(step)}`;
    this.#stderr.write(this.#stderr.isTTY === true ? `\r\u001b[K${text}` : `${text}\n`);
    this.#isShown = true;
  }

  end(): void {
    if (this.#isShown && this.#stderr.isTTY === true) this.#stderr.write("\r\u001b[K");
  }
}
