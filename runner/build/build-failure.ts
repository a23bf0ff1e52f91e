import { Failure } from "../model/failure.ts";
import type { Problem } from "../model/problem.ts";

/** A build that failed because of what the sources say. `problems` holds every error, the message the first few. */
export class BuildFailure extends Failure {
  readonly problems: readonly Problem[];

  constructor(message: string, problems: readonly Problem[], options?: { cause?: unknown }) {
    super("build-failed", message, options);
    this.name = "BuildFailure";
    this.problems = problems;
  }
}
