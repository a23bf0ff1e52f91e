import type { Environment } from "./environment.ts";
import type { Invocation, InvocationRecord } from "./invocation.ts";
import type { Ending } from "./outcome.ts";
import type { Report } from "./platform-log.ts";

/** What is kept of an invocation that an environment has run. */
export function invocationRecord(
  { fn, id, logStream, engine, buildId, debugging }: Environment,
  { requestId, payload }: Invocation,
  { status, errorType, responseBytes }: Ending,
  rest: Pick<InvocationRecord, "runtime" | "startedAt"> & { readonly report: Report },
): InvocationRecord {
  return {
    requestId,
    functionName: fn.name,
    environmentId: id,
    logStream,
    engine: engine.kind,
    build: buildId,
    status,
    errorType,
    requestBytes: payload.byteLength,
    responseBytes,
    isDebugged: debugging !== undefined,
    ...rest,
  };
}
