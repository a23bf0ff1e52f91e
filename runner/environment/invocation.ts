import type { Report, Status } from "./platform-log.ts";

/** One call of a function, as every trigger hands it in. */
export interface Invocation {
  readonly requestId: string;
  readonly payload: Uint8Array;
  /** ARN as the caller wrote it, with its qualifier if there was one. */
  readonly invokedFunctionArn: string;
  readonly traceId: string;
  /** JSON text, already decoded from base64. */
  readonly clientContext: string | undefined;
  readonly cognitoIdentity: string | undefined;
  /** The caller waits for the log as well. */
  readonly wantsLog: boolean;
}

/** What the caller gets, as soon as the runtime has answered. */
export interface InvocationResult {
  readonly payload: Buffer;
  readonly contentType: string;
  /** Set when the function or its runtime failed; the payload is then the error. */
  readonly errorType: string | undefined;
}

/** What is kept of an invocation once its environment is free again. */
export interface InvocationRecord {
  readonly requestId: string;
  readonly functionName: string;
  readonly environmentId: string;
  readonly logStream: string;
  readonly engine: "container" | "process";
  /** The interpreter or image that ran it. */
  readonly runtime: string;
  /** Id of the build that served it. */
  readonly build: string;
  /** Unix time in ms. */
  readonly startedAt: number;
  readonly status: Status;
  readonly errorType: string | undefined;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly report: Report;
  /** A debugger may have stopped it or slowed it down: its figures are nothing to learn from. */
  readonly isDebugged: boolean;
}

export interface CompletedInvocation {
  readonly record: InvocationRecord;
  /** The end of the invocation's log, with that of the init phase before it: at most 4 KB of UTF-8. */
  readonly logTail: string;
}

export interface RunningInvocation {
  /** @throws Failure `engine-lost` and what `Engine.start` throws */
  readonly answered: Promise<InvocationResult>;
  /** Resolves when log and figures are complete; rejects as `answered` does. */
  readonly completed: Promise<CompletedInvocation>;
}

/** One line of a function's log. */
export interface LogLine {
  readonly functionName: string;
  readonly environmentId: string;
  readonly logStream: string;
  /** Undefined for what was written outside of an invocation. */
  readonly requestId: string | undefined;
  /** Unix time in ms at which the line was read. */
  readonly timeMs: number;
  readonly source: "platform" | "function";
  /** Without its newline. */
  readonly text: string;
  /**
   * The code that wrote it, as frames of its language's stack traces, the innermost first. Known of what is debugged, in
   * some languages, and not kept.
   */
  readonly frames?: string;
}

/** A made-up trace header: `Root=1-<8 hex of the time>-<24 hex>;Parent=<16 hex>;Sampled=0`. */
export function newTraceId(nowMs: number, random: (bytes: number) => string): string {
  const seconds = Math.floor(nowMs / 1000).toString(16);
  return `Root=1-${seconds}-${random(12)};Parent=${random(8)};Sampled=0`;
}
