import { Failure } from "../../model/failure.ts";

/** What an HTTP answer of the engine says, or what the connection died of. */
export interface EngineError extends Error {
  readonly statusCode?: number;
  readonly code?: string;
  readonly json?: unknown;
}

export function statusCodeOf(error: unknown): number | undefined {
  return error instanceof Error ? (error as EngineError).statusCode : undefined;
}

/** The engine's own words, without what the client library puts around them. */
export function engineMessage(error: unknown): string {
  const { json, message } = error as EngineError;
  if (typeof json === "object" && json !== null && "message" in json && typeof json.message === "string") {
    return json.message.trim();
  }
  return message.trim();
}

/** Whether the engine gave no answer at all: stopped, restarted, or the connection was cut. */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof Error && statusCodeOf(error) === undefined && error.name !== "AbortError";
}

/**
 * The expected failure behind an error of an engine request.
 *
 * @param attempt what was being done, as in `start a container for hello`
 */
export function engineFailure(error: unknown, attempt: string, engine: string, signal?: AbortSignal): Failure {
  if (error instanceof Failure) return error;
  if (signal?.aborted === true) {
    return new Failure("cancelled", `Stopped before it was done: ${attempt}. Start it again if it is still wanted.`, {
      cause: error,
    });
  }
  if (isConnectionLost(error)) {
    return new Failure(
      "engine-lost",
      `${engine} went away (${engineMessage(error)}); could not ${attempt}. Start the engine again, then retry.`,
      { cause: error },
    );
  }
  return new Failure(
    "engine-unavailable",
    `${engine} refused to ${attempt}: ${engineMessage(error)}. Correct what it names, or use --engine process.`,
    { cause: error },
  );
}
