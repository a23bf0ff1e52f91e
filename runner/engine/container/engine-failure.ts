import { Failure } from "../../model/failure.ts";

/** HTTP status of the engine's refusal; undefined when it is something else that went wrong. */
export function statusCodeOf(error: unknown): number | undefined {
  return error instanceof Error ? (error as EngineError).statusCode : undefined;
}

interface EngineError extends Error {
  readonly statusCode?: number;
  readonly json?: unknown;
}

/** The engine's own words, without what the client library puts around them. */
export function engineMessage(error: unknown): string {
  const { json, message } = error as EngineError;
  if (typeof json === "object" && json !== null && "message" in json && typeof json.message === "string") {
    return json.message.trim();
  }
  return message.replace(/^\(HTTP code \d+\) [a-z ]+ - /, "").trim();
}

/** Whether the engine gave no answer at all: stopped, restarted, or the connection was cut. */
export function isConnectionLost(error: unknown): boolean {
  const { code = "", syscall } = error as NodeJS.ErrnoException;
  return connectionCodes.has(code) || (syscall === "connect" && code !== "");
}

const connectionCodes = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ERR_STREAM_PREMATURE_CLOSE",
]);

/**
 * The expected failure behind an error of an engine request: `cancelled`, `engine-lost` or `engine-unavailable`. What is
 * neither an answer of the engine nor a broken connection is a bug and comes back as it is.
 *
 * @param attempt what was being done, as in `start a container for hello`
 */
export function engineFailure(error: unknown, attempt: string, engine: string, signal?: AbortSignal): unknown {
  if (error instanceof Failure) return error;
  const cause = { cause: error };
  if (signal?.aborted === true) {
    return new Failure("cancelled", `Told to stop, so did not ${attempt}. Ask again if it is still wanted.`, cause);
  }
  if (isConnectionLost(error)) {
    const message = `${engine} went away (${engineMessage(error)}); could not ${attempt}. Start the engine, then try again.`;
    return new Failure("engine-lost", message, cause);
  }
  if (statusCodeOf(error) === undefined) return error;
  const message = `${engine} refused to ${attempt}: ${engineMessage(error)}. Correct what it names, or run with --engine process.`;
  return new Failure("engine-unavailable", message, cause);
}
