import { Failure } from "../model/failure.ts";
import type { Problem } from "../model/problem.ts";
import type { BuildInputs } from "./builder.ts";

/** A build that failed because of what the sources say. `problems` holds every error, the message the first few. */
export class BuildFailure extends Failure {
  readonly problems: readonly Problem[];
  /** What to watch for the next try. */
  readonly inputs: BuildInputs;

  constructor(message: string, problems: readonly Problem[], inputs: BuildInputs, options?: { cause?: unknown }) {
    super("build-failed", message, options);
    this.inputs = inputs;
    this.name = "BuildFailure";
    this.problems = problems;
  }
}
