import type { SandboxExit } from "../engine/engine.ts";
import { Failure } from "../model/failure.ts";
import type { OwnUsage, RuntimeAnswer } from "../runtime-api/runtime-api.ts";
import { faultOfExit, faultPayload, timeoutFault, type Fault } from "./fault.ts";
import type { InvocationResult } from "./invocation.ts";
import type { Status } from "./platform-log.ts";

/** Why a runtime did not get to its first `next`. */
export type InitFailure =
  /** The runtime itself said what is wrong with the function. */
  | { readonly kind: "init-error"; readonly payload: Buffer; readonly errorType: string }
  | { readonly kind: "fault"; readonly fault: Fault };

/** What went wrong in an init phase, for people. */
export interface InitError {
  /** `Error: boom`, `Runtime.ExitError: Runtime exited with error: exit status 1` */
  readonly text: string;
  /** Lines of the stack as the runtime sent them; empty where there is none. */
  readonly stack: readonly string[];
}

export function initErrorOf(failure: InitFailure): InitError {
  if (failure.kind === "fault") return { text: `${failure.fault.errorType}: ${failure.fault.text}`, stack: [] };
  try {
    const parsed = JSON.parse(failure.payload.toString()) as Partial<Record<string, unknown>>;
    const { errorType = failure.errorType, errorMessage, trace, stackTrace } = parsed;
    const lines = [trace, stackTrace].find((value) => Array.isArray(value)) ?? [];
    return { text: `${String(errorType)}: ${String(errorMessage)}`, stack: (lines as unknown[]).map(String) };
  } catch {
    return { text: failure.errorType, stack: [] };
  }
}

/** How an invocation ended. */
export interface Ending {
  readonly status: Status;
  readonly errorType: string | undefined;
  readonly responseBytes: number;
  /** Set when the platform ended it. */
  readonly fault: Fault | undefined;
  /** The runtime is gone or unusable: the environment has to be reset. */
  readonly isFatal: boolean;
  /** On the clock of `performance.now`. */
  readonly atMs: number;
  /** What the runtime said of itself at the end. */
  readonly own?: OwnUsage | undefined;
}

export function errorTypeOf(failure: InitFailure): string {
  return failure.kind === "fault" ? failure.fault.errorType : failure.errorType;
}

export function statusOf(failure: InitFailure): "timeout" | "error" {
  return errorTypeOf(failure) === timedOut ? "timeout" : "error";
}

/** Answers the caller of an invocation that the runtime never answered. */
export function answerFailure(
  failure: InitFailure,
  requestId: string,
  answer: (result: InvocationResult) => void,
): Ending {
  const result = resultOfFailure(failure, requestId);
  answer(result);
  return endingOfFailure(failure, result, performance.now());
}

/** What the caller gets when the runtime never got as far as answering. */
function resultOfFailure(failure: InitFailure, requestId: string): InvocationResult {
  const payload = failure.kind === "fault" ? faultPayload(failure.fault, requestId) : failure.payload;
  return { payload, contentType: "application/json", errorType: errorTypeOf(failure) };
}

function endingOfFailure(failure: InitFailure, result: InvocationResult, atMs: number): Ending {
  return {
    status: statusOf(failure),
    errorType: result.errorType,
    responseBytes: result.payload.length,
    fault: failure.kind === "fault" ? failure.fault : undefined,
    isFatal: true,
    atMs,
  };
}

/** What the caller gets for what the runtime answered. */
export function resultOfAnswer(answer: RuntimeAnswer): InvocationResult {
  switch (answer.kind) {
    case "response":
      return { payload: answer.payload, contentType: answer.contentType, errorType: undefined };
    case "error":
      return { payload: answer.payload, contentType: "application/json", errorType: answer.errorType };
    case "unusable": {
      const payload = JSON.stringify({ errorType: answer.errorType, errorMessage: answer.message });
      return { payload: Buffer.from(payload), contentType: "application/json", errorType: answer.errorType };
    }
  }
}

export function endingOfAnswer(answer: RuntimeAnswer, result: InvocationResult, atMs: number): Ending {
  const status = answer.kind === "response" ? "success" : answer.kind === "error" ? "failure" : "error";
  const { errorType, payload } = result;
  return { status, errorType, responseBytes: payload.length, fault: undefined, isFatal: false, atMs };
}

/** @throws Failure `engine-lost` when it was the engine that went away, not the runtime */
export function failureOfMoment(
  moment: { readonly kind: "timeout" } | { readonly kind: "exit"; readonly exit: SandboxExit },
  timeoutS: number,
): InitFailure {
  if (moment.kind === "timeout") return { kind: "fault", fault: timeoutFault(timeoutS) };
  if (moment.exit.kind === "lost") {
    throw new Failure("engine-lost", `The function's environment was lost: ${moment.exit.reason} Call it again.`);
  }
  return { kind: "fault", fault: faultOfExit(moment.exit) };
}

const timedOut = timeoutFault(0).errorType;
