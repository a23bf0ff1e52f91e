import type { RunnerClient } from "../control/client.ts";
import type { InvokeReply } from "../control/protocol.ts";
import { throttledText } from "../control/throttled-text.ts";
import type { Report } from "../environment/platform-log.ts";
import type { Command } from "./arguments.ts";
import type { ExitCode } from "./exit-code.ts";
import { findRunner } from "./find-runner.ts";
import { withOwnRunner } from "./own-runner.ts";
import { jsonText } from "./printing.ts";
import { readEvent } from "./read-event.ts";
import type { Streams } from "./streams.ts";

/** Calls a function with the workspace's runner, or with one of its own when none runs or it serves other templates. */
export async function invoke(
  command: Extract<Command, { name: "invoke" }>,
  streams: Streams,
  cwd: string,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { functionName, runner: options } = command;
  const event = await readEvent(command.event, cwd, streams.stdin, signal);
  const client = await findRunner(options, streams);
  const params = { functionName, event };
  const reply = client
    ? await invokeThere(client, params, signal)
    : await withOwnRunner(options, functionName, streams, signal, (runner) => runner.invoke(params));
  if (command.json) streams.stdout.write(`${jsonText(jsonReply(reply))}\n`);
  else printReply(functionName, reply, streams);
  return reply.statusCode === 200 && reply.functionError === null ? 0 : 1;
}

async function invokeThere(
  client: RunnerClient,
  params: { functionName: string; event: string },
  signal: AbortSignal,
): Promise<InvokeReply> {
  // The call itself goes on in the runner, as on AWS when a client goes away.
  const leave = (): void => client.dispose();
  signal.addEventListener("abort", leave);
  try {
    signal.throwIfAborted();
    return await client.invoke(params);
  } finally {
    signal.removeEventListener("abort", leave);
    client.dispose();
  }
}

function printReply(functionName: string, reply: InvokeReply, { stdout, stderr }: Streams): void {
  if (reply.statusCode === 429) {
    stderr.write(`${throttledText(functionName, reply)}\n`);
    return;
  }
  stderr.write(reply.log);
  stderr.write(`Build ${reply.build}, ${reply.engine} engine\n`);
  stdout.write(`${reply.payload}\n`);
}

/** The payload as the value it is, or as text where it is not JSON. */
function jsonReply(reply: InvokeReply): unknown {
  const { requestId, statusCode, functionError, log, engine, build } = reply;
  return {
    requestId,
    statusCode,
    functionError,
    payload: valueOf(reply.payload),
    log,
    engine,
    build,
    report: reply.report && jsonReport(reply.report),
  };
}

/** Every figure by name: the control channel leaves out what is undefined. */
function jsonReport(report: Report): Report {
  const { initMs, durationMs, billedMs, memoryMb, maxMemoryUsedMb, cpuMs, initCpuMs } = report;
  return { initMs, durationMs, billedMs, memoryMb, maxMemoryUsedMb, cpuMs, initCpuMs };
}

function valueOf(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}
