import { Failure } from "../../model/failure.ts";
import type { LambdaFunction } from "../../model/function.ts";
import type { Problem } from "../../model/problem.ts";
import { findRuntime } from "../../model/runtimes.ts";
import type { Interpreter } from "./choose-interpreter.ts";
import type { InterpreterFamily } from "./interpreter-places.ts";

/** What the process engine makes of a runtime identifier. */
export type ProcessRuntime =
  | { readonly family: "provided" }
  /** `wanted` is the series: `[22]` of `nodejs22.x`, `[3, 12]` of `python3.12`. */
  | { readonly family: InterpreterFamily; readonly wanted: readonly number[] };

/**
 * The runtime of a function that can run as a process.
 *
 * @throws Failure `engine-unavailable` for image functions and other runtimes
 */
export function runtimeOf(fn: LambdaFunction): ProcessRuntime {
  const id = fn.runtime ?? "";
  const [, language, version = ""] = /^(nodejs|python)(\d[\d.]*?)(?:\.x)?$/.exec(id) ?? [];
  if (fn.packageType === "Zip" && (language === "nodejs" || language === "python")) {
    const parts = version.split(".").map(Number);
    return { family: language, wanted: language === "nodejs" ? parts.slice(0, 1) : parts };
  }
  if (fn.packageType === "Zip" && id.startsWith("provided")) return { family: "provided" };
  if (fn.packageType === "Zip" && findRuntime(id) === undefined) {
    throw new Failure(
      "engine-unavailable",
      id === ""
        ? `${fn.name} has no Runtime. Set it in the template, for instance to nodejs24.x.`
        : `${fn.name} runs on "${id}", which Lambda does not have. Correct Runtime in the template.`,
    );
  }
  const what = fn.packageType === "Image" ? "is a container image" : `runs on ${id}`;
  throw new Failure(
    "engine-unavailable",
    `${fn.name} ${what}, which needs the container engine: as processes only Node.js, Python and provided runtimes run. ` +
      "Install and start Docker, Podman or another engine with Docker's API, then start the runner with --engine container.",
  );
}

/** What a person calls the interpreter. */
export function programName(runtime: ProcessRuntime): string {
  return { nodejs: "Node.js", python: "Python", provided: "bootstrap" }[runtime.family];
}

/** Says that another version of the interpreter runs a function than on AWS. */
export function differenceProblem(
  fn: LambdaFunction,
  runtime: Extract<ProcessRuntime, { wanted: unknown }>,
  { version, path }: Interpreter,
): Problem {
  const program = programName(runtime);
  const wanted = runtime.wanted.join(".");
  return {
    code: "interpreter-version-differs",
    severity: "info",
    message: `${fn.name} is for ${program} ${wanted} (${fn.runtime ?? ""}) and runs on ${program} ${version.join(".")} (${path}) here.`,
    hint: `Install ${program} ${wanted}, or use the container engine for exactly AWS's.`,
    file: fn.template,
    range: fn.range,
    logicalId: fn.logicalId,
  };
}
