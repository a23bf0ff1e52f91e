import { Failure } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";

/** Why an invocation gets no environment: the runner stops. */
export function stopped(): Failure {
  return new Failure("cancelled", "The runner is stopping. Start it again with `pilotlight start`.");
}

/** Its function has left the project. */
export function removed({ name }: LambdaFunction): Failure {
  return new Failure("function-unknown", `The function ${name} is no longer in the project. See \`pilotlight list\`.`);
}

/** Its caller has cancelled it. */
export function cancelled({ name }: LambdaFunction): Failure {
  return new Failure("cancelled", `The call of ${name} was cancelled. Call it again for an answer.`);
}

/** Whoever wanted it debugged has given up. */
export function notDebugged({ name }: LambdaFunction): Failure {
  return new Failure("cancelled", `${name} is not debugged: that was cancelled. Start debugging again.`);
}

/** Measured it would stand where its debugger stops it. */
export function debuggedNow({ name }: Pick<LambdaFunction, "name">): Failure {
  return new Failure(
    "usage",
    `${name} is being debugged, so its times mean nothing. End the debug session, then try again.`,
  );
}

/** Its environment ends before it. */
export function cutShort({ name }: LambdaFunction, reason: string): Failure {
  return new Failure("cancelled", `The call of ${name} was cut short, because ${reason}. Call it again.`);
}
