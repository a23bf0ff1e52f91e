import { functionSummaries } from "../control/function-summary.ts";
import { loadProjectOf } from "../load-project-of.ts";
import type { Command } from "./arguments.ts";
import type { ExitCode } from "./exit-code.ts";
import { requireFunctions } from "./require-functions.ts";
import { jsonText, problemText } from "./printing.ts";
import type { Streams } from "./streams.ts";
import { table } from "./table.ts";

/** Lists a workspace's functions; needs no runner and starts nothing. */
export async function list(command: Extract<Command, { name: "list" }>, streams: Streams): Promise<ExitCode> {
  const project = await loadProjectOf(command.runner);
  const summaries = await functionSummaries(project.functions, new Map());
  if (command.json) {
    streams.stdout.write(`${JSON.stringify(summaries, null, 2)}\n`);
  } else if (summaries.length > 0) {
    const rows = summaries.map((fn) => [
      fn.name,
      fn.runtime ?? (fn.packageType === "Image" ? "image" : "unknown"),
      `${fn.memoryMb} MB`,
      `${fn.timeoutS} s`,
      fn.triggers.map((trigger) => trigger.type).join(", "),
    ]);
    streams.stdout.write(table([["FUNCTION", "RUNTIME", "MEMORY", "TIMEOUT", "TRIGGERS"], ...rows]));
  }
  for (const problem of project.problems) {
    const text = command.json ? jsonText({ event: "problem", ...problem }) : problemText(problem);
    streams.stderr.write(`${text}\n`);
  }
  // Without a function and without a mistake there is nothing to list, which is no failure.
  if (project.problems.some(({ severity }) => severity === "error")) requireFunctions(project);
  return 0;
}
