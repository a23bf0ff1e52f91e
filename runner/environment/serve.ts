import type { Deadline } from "./debugging.ts";
import type { Invocation, InvocationResult } from "./invocation.ts";
import type { LogCollector } from "./log-collector.ts";
import { endingOfAnswer, resultOfAnswer, type Ending } from "./outcome.ts";
import type { Moment, Runtime } from "./runtime.ts";

/** What a runtime that was given an invocation came to. */
export type Served =
  | { readonly kind: "ended"; readonly ending: Ending }
  /** Nobody was answered, and no answer will come. */
  | { readonly kind: "unanswered"; readonly moment: Extract<Moment, { kind: "exit" | "timeout" }> };

export interface ServeLimit {
  /** When an answer is too late. */
  readonly limit: Deadline;
  /** The same, as the function is told. */
  readonly deadlineUnixMs: number;
}

/**
 * From handing over the event to the runtime asking for the next one.
 *
 * @param answer given the function's answer at once: what it does after it, nobody waits for
 */
export async function serve(
  runtime: Runtime,
  invocation: Invocation,
  { limit, deadlineUnixMs }: ServeLimit,
  log: LogCollector,
  answer: (result: InvocationResult) => void,
): Promise<Served> {
  runtime.deliver({ ...invocation, deadlineMs: deadlineUnixMs });
  let ending: Ending | undefined;
  for (;;) {
    const moment = await runtime.nextMoment(limit);
    if (moment.kind === "answer") {
      const result = resultOfAnswer(moment.answer);
      ending = endingOfAnswer(moment.answer, result, performance.now());
      answer(result);
    } else if (moment.kind === "ready" && ending) {
      await runtime.settleOutput(invocation.wantsLog ? "thorough" : "quick");
      log.flush();
      return { kind: "ended", ending: { ...ending, atMs: moment.atMs, own: moment.own } };
    } else if (moment.kind === "exit" || moment.kind === "timeout") {
      if (!ending) return { kind: "unanswered", moment };
      await runtime.settleOutput("thorough");
      log.flush();
      // The caller has its answer already: what goes wrong after it only costs the environment.
      return { kind: "ended", ending: { ...ending, isFatal: true } };
    }
  }
}
