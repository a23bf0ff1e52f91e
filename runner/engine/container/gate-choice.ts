import type { DebugLanguage } from "../../model/debug-language.ts";
import type { LambdaFunction } from "../../model/function.ts";
import { findRuntime, type RuntimeInfo } from "../../model/runtimes.ts";
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
  if (!info || !canWrap(info, variables)) return { variables: {}, entryPoint: ["/bin/sh", "/pilotlight/wait.sh"] };
  const isInside = canWaitInside(info, variables);
  const script = !isInside ? "interpreter.sh" : info.family === "nodejs" ? "node.sh" : "python.sh";
  return { variables: { [wrapperVariable]: `/pilotlight/${script}` }, entryPoint: [] };
}

/** Whether a spare of the function waits where its debugger is waited for. */
export function waitsWithDebugger(
  language: DebugLanguage,
  { runtime }: LambdaFunction,
  variables: Readonly<Record<string, string>>,
): boolean {
  const info = findRuntime(runtime ?? "");
  // In our own wrapper, before the function's.
  if (language === "java") return true;
  if (!info || !canWrap(info, variables)) return false;
  // What Ruby's own options name is loaded after our file.
  return language === "ruby" || canWaitInside(info, variables);
}

function canWrap({ family, os }: RuntimeInfo, variables: Readonly<Record<string, string>>): boolean {
  return family !== "provided" && os !== "AL1" && variables[wrapperVariable] === undefined;
}

function canWaitInside({ family }: RuntimeInfo, variables: Readonly<Record<string, string>>): boolean {
  return (family === "nodejs" || family === "python") && !actsAtBoot(variables);
}

const wrapperVariable = "AWS_LAMBDA_EXEC_WRAPPER";
