import type { RunnerEvent } from "../control/protocol.ts";
import { Runner } from "../runner.ts";
import type { RunnerArguments } from "./arguments.ts";
import { askedCredentials } from "./credentials.ts";
import { eventText } from "./printing.ts";
import { requireFunctions } from "./require-functions.ts";
import type { Streams } from "./streams.ts";

/**
 * Does work on one function with a runner that is there for it alone. Problems that concern the function are printed.
 *
 * @throws Failure what `Runner.open` and the work throw
 */
export async function withOwnRunner<Result>(
  options: RunnerArguments,
  functionName: string,
  { stderr }: Streams,
  signal: AbortSignal,
  work: (runner: Runner) => Promise<Result>,
): Promise<Result> {
  const credentials = await askedCredentials(options);
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
    return await work(runner);
  } finally {
    printProblems();
    signal.removeEventListener("abort", stop);
    await runner.stop();
  }
}
