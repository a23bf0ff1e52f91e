import type { InvokeParams, InvokeReply, RunnerEvent } from "./control/protocol.ts";
import { cancelledFault } from "./environment/fault.ts";
import { cancelled } from "./environment/refusals.ts";
import { eventPayload } from "./event-payload.ts";
import type { EventHub } from "./event-hub.ts";
import type { Invoker } from "./invoker.ts";

/**
 * Invokes a function and gathers everything there is to say about it: answer, whole log, figures, build.
 *
 * @param signal cancels the invocation, if it has no answer yet
 * @throws Failure `function-unknown`, `event-invalid`, `cancelled` and what `Dispatcher.invoke` throws
 */
export async function invokeForReply(
  invoker: Invoker,
  hub: EventHub,
  params: InvokeParams,
  signal?: AbortSignal,
): Promise<InvokeReply> {
  const fn = invoker.require(params.functionName);
  const payload = eventPayload(params.event);
  const invocation = invoker.newInvocation(fn, {
    payload,
    clientContext: undefined,
    traceId: undefined,
    wantsLog: true,
  });
  const { requestId } = invocation;
  const lines: LogEvent[] = [];
  const unsubscribe = hub.subscribe((event) => {
    if (event.event === "log" && event.functionName === fn.name) lines.push(event);
  });
  try {
    const dispatched = await invoker.invoke(fn, invocation, signal);
    if (dispatched.kind === "throttled") {
      const { reason } = dispatched;
      const { engine } = invoker;
      return {
        requestId,
        statusCode: 429,
        functionError: null,
        payload: reason,
        log: "",
        engine,
        build: "",
        report: null,
        isDebugged: false,
      };
    }
    const result = await dispatched.running.answered;
    const { record } = await dispatched.running.completed;
    if (record.errorType === cancelledFault.errorType) throw cancelled(fn);
    return {
      requestId,
      statusCode: 200,
      functionError: result.errorType === undefined ? null : "Unhandled",
      payload: result.payload.toString(),
      log: logOf(lines, requestId, record.environmentId),
      engine: record.engine,
      build: record.build,
      report: record.report,
      isDebugged: record.isDebugged,
    };
  } finally {
    unsubscribe();
  }
}

type LogEvent = Extract<RunnerEvent, { event: "log" }>;

/** The invocation's own lines, and those its environment wrote outside of invocations meanwhile: its init phase. */
function logOf(lines: readonly LogEvent[], requestId: string, environmentId: string): string {
  return lines
    .filter(
      (line) => line.requestId === requestId || (line.requestId === undefined && line.environmentId === environmentId),
    )
    .map((line) => `${line.text}\n`)
    .join("");
}
