import type { Failure } from "../model/failure.ts";
import { type FailureCode } from "../model/failure.ts";

/** An answer of Lambda's API that is an error: status, the type in `x-amzn-ErrorType`, and the JSON body. */
export interface AwsError {
  readonly status: number;
  readonly type: string;
  readonly body: Readonly<Record<string, string>>;
  readonly retryAfterS?: number;
}

/** A 4xx, the caller's own doing. */
export function userError(status: number, type: string, message: string): AwsError {
  return { status, type, body: { Type: "User", message } };
}

/** As recorded from AWS; `arn` without a qualifier for operations that took none. */
export function functionNotFound(arn: string): AwsError {
  const body = { Type: "User", Message: `Function not found: ${arn}` };
  return { status: 404, type: "ResourceNotFoundException", body };
}

export function throttled(reason: string): AwsError {
  const body = { Reason: reason, Type: "User", message: "Rate Exceeded." };
  return { status: 429, type: "TooManyRequestsException", body, retryAfterS: 1 };
}

/** These will fail again until somebody changes something; a 5xx would make clients try them again at once. */
const lasting: ReadonlySet<FailureCode> = new Set([
  "code-missing",
  "build-failed",
  "image-unavailable",
  "interpreter-missing",
  "engine-unavailable",
]);

export function errorOfFailure(failure: Failure): AwsError {
  if (lasting.has(failure.code)) return userError(409, "ResourceConflictException", failure.message);
  // It went away while the call waited for it.
  if (failure.code === "function-unknown") {
    return { status: 404, type: "ResourceNotFoundException", body: { Type: "User", Message: failure.message } };
  }
  const body = { Type: "Service", Message: failure.message };
  return { status: 500, type: "ServiceException", body };
}
