import { BuildFailure } from "../build/build-failure.ts";
import type { Failure } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { Problem } from "../model/problem.ts";

/** What kept a function from being made ready: the errors in its sources, else one at its place in the template. */
export function failureProblems(fn: LambdaFunction, failure: Failure): readonly Problem[] {
  if (failure instanceof BuildFailure && failure.problems.length > 0) return failure.problems;
  const { code, message } = failure;
  const { template: file, range, logicalId } = fn;
  return [{ file, range, logicalId, code, severity: "error", message, hint: "" }];
}
