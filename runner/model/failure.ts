/**
 * What can be expected to go wrong outside a person's templates. Each code belongs to one exit code of the CLI
 * (`runner/cli/exit-code.ts`); anything thrown that is not a `Failure` is a bug.
 */
export type FailureCode =
  | "usage"
  | "call-failed"
  | "event-invalid"
  | "function-unknown"
  | "template-unusable"
  | "engine-unavailable"
  | "engine-lost"
  | "image-unavailable"
  | "interpreter-missing"
  | "code-missing"
  | "build-failed"
  | "spare-stale"
  | "debug-unavailable"
  | "port-taken"
  | "runner-unreachable"
  | "store-unavailable"
  | "cancelled";

/** An expected failure. The message says what happened, the value involved and the next step. */
export class Failure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "Failure";
    this.code = code;
  }
}
