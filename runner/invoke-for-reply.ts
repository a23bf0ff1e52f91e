import type { InvokeParams, InvokeReply, RunnerEvent } from "./control/protocol.ts";
import { cancelledFault } from "./environment/fault.ts";
import { cancelled } from "./environment/refusals.ts";
import type { EventHub } from "./event-hub.ts";
import type { Invoker } from "./invoker.ts";
import { Failure } from "./model/failure.ts";
import { syncRequestLimitBytes } from "./model/payload-limits.ts";

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
  const payload = readEvent(params.event);
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

function readEvent(text: string): Uint8Array {
  const payload = Buffer.from(text.trim() === "" ? "{}" : text);
  if (payload.length > syncRequestLimitBytes) {
    const message = `The event has ${payload.length} bytes; Lambda takes at most ${syncRequestLimitBytes} (6 MB). Send less, for example the key of an object in S3 instead of the object.`;
    throw new Failure("event-invalid", message);
  }
  try {
    JSON.parse(text.trim() === "" ? "{}" : text);
    return payload;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure("event-invalid", `The event is not JSON: ${reason}. Check the file or text given with --event.`, {
      cause: error,
    });
  }
}
