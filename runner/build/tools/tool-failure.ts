import { stripVTControlCharacters } from "node:util";
import type { LambdaFunction } from "../../model/function.ts";
import type { Problem, Severity } from "../../model/problem.ts";
import { BuildFailure } from "../build-failure.ts";
import type { BuildInputs } from "../builder.ts";
import { bundleFailureMessage } from "../bundle-problems.ts";
import type { ToolRun } from "./run-tool.ts";

/** What a tool says about a place in a file. */
export interface Diagnostic {
  readonly severity: Severity;
  readonly message: string;
  /** Absolute path. */
  readonly file: string;
  /** From 1, as tools count. */
  readonly line: number;
  /** From 1; 1 where the tool doesn't say. */
  readonly column: number;
  /** Where it ends; undefined where the tool doesn't say. */
  readonly end?: { readonly line: number; readonly column: number } | undefined;
}

type Owner = Pick<LambdaFunction, "name" | "logicalId" | "template" | "range">;

export function toolProblems(diagnostics: readonly Diagnostic[], fn: Owner): Problem[] {
  return diagnostics.map(({ severity, message, file, line, column, end }) => {
    const start = { line: line - 1, character: column - 1 };
    return {
      code: severity === "error" ? "build-error" : "build-warning",
      severity,
      message,
      hint: "Correct the code and save.",
      file,
      range: { start, end: end ? { line: end.line - 1, character: end.column - 1 } : start },
      logicalId: fn.logicalId,
    };
  });
}

/**
 * The failure of a tool that ended with an error: its errors, or, when none could be read, the end of what it printed.
 *
 * @param tool for people: `go build`
 */
export function toolFailure(
  tool: string,
  run: ToolRun,
  diagnostics: readonly Diagnostic[],
  fn: Owner,
  inputs: BuildInputs,
): BuildFailure {
  const errors = toolProblems(diagnostics, fn).filter(({ severity }) => severity === "error");
  if (errors.length === 0) return outputFailure(tool, run, diagnostics, fn, inputs);
  return new BuildFailure(bundleFailureMessage(fn, errors), toolProblems(diagnostics, fn), inputs);
}

/** The failure of a tool whose errors may be others than the diagnostics: its message is the end of what it printed. */
export function outputFailure(
  tool: string,
  run: ToolRun,
  diagnostics: readonly Diagnostic[],
  fn: Owner,
  inputs: BuildInputs,
): BuildFailure {
  const how = run.exitCode === null ? "was ended by a signal" : `ended with exit code ${run.exitCode}`;
  const end = stripVTControlCharacters(run.output).trimEnd().split("\n").slice(-shownLines);
  const problem: Problem = {
    code: "build-error",
    severity: "error",
    message: `${tool} ${how}: ${lastSaid(end)}`,
    hint: "Correct what it names and save.",
    file: fn.template,
    range: fn.range,
    logicalId: fn.logicalId,
  };
  const said = end.map((line) => `  ${line.slice(0, maxLineLength)}`);
  return new BuildFailure(
    [`The build of ${fn.name} failed: ${tool} ${how}.`, ...said, "Correct what it names and invoke again."].join("\n"),
    [...toolProblems(diagnostics, fn), problem],
    inputs,
  );
}

/** A screenful. */
const shownLines = 20;
const maxLineLength = 400;

function lastSaid(lines: readonly string[]): string {
  const line = lines.find((each) => /error|fatal|failed|\*\*\*/i.test(each)) ?? lines.at(-1) ?? "";
  return line.trim() === "" ? "it said nothing" : line.trim().slice(0, maxLineLength);
}
