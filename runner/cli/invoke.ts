import { RunnerClient } from "../control/client.ts";
import type { InvokeReply, RunnerEvent } from "../control/protocol.ts";
import type { Report } from "../environment/platform-log.ts";
import { throttledText } from "../control/throttled-text.ts";
import { stateFolder } from "../control/state-folder.ts";
import { Runner } from "../runner.ts";
import type { Command, RunnerArguments } from "./arguments.ts";
import { askedCredentials } from "./credentials.ts";
import type { ExitCode } from "./exit-code.ts";
import { eventText, jsonText } from "./printing.ts";
import { readEvent } from "./read-event.ts";
import { requireFunctions } from "./require-functions.ts";
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
  const reply = client ? await invokeThere(client, params, signal) : await invokeHere(options, params, streams, signal);
  if (command.json) streams.stdout.write(`${jsonText(jsonReply(reply))}\n`);
  else printReply(functionName, reply, streams);
  return reply.statusCode === 200 && reply.functionError === null ? 0 : 1;
}

async function findRunner(options: RunnerArguments, { stderr }: Streams): Promise<RunnerClient | undefined> {
  const client = await RunnerClient.find(stateFolder(options.root, options.host));
  if (!client) return undefined;
  const { templates, pid } = await client.status();
  if (!options.templates.every((template) => templates.includes(template))) {
    client.dispose();
    return undefined;
  }
  if (shapesRunner(options)) {
    stderr.write(
      `The workspace's runner (process ${pid}) answers, with the options it was started with; yours about engine and project are not used.\n`,
    );
  }
  return client;
}

function shapesRunner(options: RunnerArguments): boolean {
  const { engine, images, envVarsFile, envFiles, parameterOverrides, passCredentials, profile } = options;
  const tables = [images, parameterOverrides, envFiles];
  return (
    engine !== "auto" ||
    envVarsFile !== undefined ||
    passCredentials ||
    profile !== undefined ||
    tables.some((table) => Object.keys(table).length > 0)
  );
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

async function invokeHere(
  options: RunnerArguments,
  params: { functionName: string; event: string },
  { stderr }: Streams,
  signal: AbortSignal,
): Promise<InvokeReply> {
  const credentials = await askedCredentials(options);
  const { functionName } = params;
  const problems: Extract<RunnerEvent, { event: "problem" }>[] = [];
  const print = (event: RunnerEvent): void => void stderr.write(`${eventText(event) ?? ""}\n`);
  const onEvent = (event: RunnerEvent): void => {
    // Errors of the build are in what the call fails with.
    if (event.event === "problem" && event.code !== "build-error") problems.push(event);
    if (event.event === "progress") print(event);
  };
  // Those of other functions are for `list` to tell.
  const printProblems = (): void => {
    const fn = runner.invoker.findEitherWay(functionName);
    const concerned = problems.splice(0).filter(({ logicalId }) => [undefined, fn?.logicalId].includes(logicalId));
    concerned.forEach(print);
  };
  const runner = await Runner.open({ ...options, credentials }, onEvent, signal);
  const stop = (): void => void runner.stop();
  signal.addEventListener("abort", stop);
  try {
    signal.throwIfAborted();
    printProblems();
    requireFunctions(runner.project);
    return await runner.invoke(params);
  } finally {
    printProblems();
    signal.removeEventListener("abort", stop);
    await runner.stop();
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
