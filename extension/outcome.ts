import type { InvocationRecord } from "../runner/control/protocol.ts";

/** What came of a call of the history, in a person's words. */
export function outcomeOf({ status, errorType }: Pick<InvocationRecord, "status" | "errorType">): string {
  if (status === "success") return "succeeded";
  return status === "timeout" ? "timed out" : failureText(errorType);
}

/** What came of a call that failed: the error's type, unless that is one of Lambda's own for what has a plain name. */
export function failureText(errorType: string | undefined): string {
  switch (errorType) {
    case "Sandbox.Timedout":
      return "timed out";
    case "Pilot.Cancelled":
      return "cancelled";
    // So Lambda calls every error whose type is the function's own.
    case "Runtime.Unknown":
    case "Function.Unknown":
    case undefined:
      return "failed";
    default:
      return errorType;
  }
}
