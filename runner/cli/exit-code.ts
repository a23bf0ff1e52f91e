import type { FailureCode } from "../model/failure.ts";

/** 0 success, 1 the function failed or an estimate is over its limit, 2 the command line was wrong, 3 something on this machine was. */
export type ExitCode = 0 | 1 | 2 | 3;

const usage: ReadonlySet<FailureCode> = new Set(["usage", "event-invalid", "function-unknown"]);

export function exitCodeOf(code: FailureCode): ExitCode {
  if (code === "call-failed") return 1;
  return usage.has(code) ? 2 : 3;
}
