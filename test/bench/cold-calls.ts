import { BenchRunner, type EngineName } from "./bench-runner.ts";
import { functionsOf, type SampleFunction } from "./sample-function.ts";

/** The first call of a function: nothing of it has run, been built or been looked for before. */
export interface ColdCall {
  /** Start of the runtime to its first `next`. */
  readonly initMs: number;
  /** From the caller's side. */
  readonly totalMs: number;
}

/**
 * As many first calls, each of another function of one runner, and none while the consumer is busy.
 *
 * @param options further ones of `pilotlight start`
 */
export async function* coldCalls(
  engine: EngineName,
  sample: SampleFunction,
  samples = 20,
  options: readonly string[] = [],
): AsyncGenerator<ColdCall, void> {
  const names = Array.from({ length: samples + 1 }, (_, index) => `cold${index}`);
  // A spare of one function would be made while the next one's call is measured.
  await using runner = await BenchRunner.start(engine, functionsOf(sample, names), ["--spares", "0", ...options]);
  for (const [index, name] of names.entries()) {
    using client = runner.client(name, 1);
    const reported = runner.child.nextLine((line) => initMsOf(line, name));
    const startMs = performance.now();
    const answer = await client.post("{}");
    const totalMs = performance.now() - startMs;
    if (answer.status !== 200 || answer.body !== sample.answer(0)) {
      throw new Error(`${name}: ${answer.status} ${answer.body}`);
    }
    const initMs = await reported;
    // The first of all also loads the engine and looks for the interpreter.
    if (index > 0) yield { initMs, totalMs };
  }
}

function initMsOf(line: string, functionName: string): number | undefined {
  const event = JSON.parse(line) as { event: string; functionName?: string; report?: { initMs?: number } };
  return event.event === "invocation" && event.functionName === functionName ? event.report?.initMs : undefined;
}
