import type { LambdaFunction } from "../../model/function.ts";
import { findRuntime } from "../../model/runtimes.ts";
import { actsAtBoot } from "../boot-variables.ts";

export interface GateChoice {
  /** Variables in addition to the function's. */
  readonly variables: Readonly<Record<string, string>>;
  /** What goes in front of the image's own entry point. */
  readonly entryPoint: readonly string[];
}

/**
 * Where a spare of a function waits, as late as it can without running or reading anything of the function's: inside the
 * interpreter; else in front of it, by the wrapper that AWS's start scripts hand its command line to (AWS Lambda
 * developer guide, "Modifying the runtime environment"); else in front of the image's entry point, for OS-only runtimes
 * and the first Amazon Linux know no wrapper, and a function's own takes its place.
 */
export function chooseGate({ runtime }: LambdaFunction, variables: Readonly<Record<string, string>>): GateChoice {
  const info = findRuntime(runtime ?? "");
  const hasWrapper = info !== undefined && info.family !== "provided" && info.os !== "AL1";
  if (!hasWrapper || variables[wrapperVariable] !== undefined) {
    return { variables: {}, entryPoint: ["/bin/sh", "/pilotlight/wait.sh"] };
  }
  const isInside = (info.family === "nodejs" || info.family === "python") && !actsAtBoot(variables);
  const script = !isInside ? "interpreter.sh" : info.family === "nodejs" ? "node.sh" : "python.sh";
  return { variables: { [wrapperVariable]: `/pilotlight/${script}` }, entryPoint: [] };
}

const wrapperVariable = "AWS_LAMBDA_EXEC_WRAPPER";
