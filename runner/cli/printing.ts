import type { RunnerEvent } from "../control/protocol.ts";
import type { Problem } from "../model/problem.ts";

/** JSON of one line, in which what is unknown is null rather than absent. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (part === undefined ? null : part));
}

/** `template.yaml:12:7 error memory-out-of-range: … hint`: one line that editors can jump from. */
export function problemText(problem: Problem): string {
  const { file, range, severity, code, message, hint } = problem;
  const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
  return `${place} ${severity} ${code}: ${message}${hint === "" ? "" : ` ${hint}`}`;
}

/** One line for a person who watches the runner; undefined for what need not be said. */
export function eventText(event: RunnerEvent): string | undefined {
  switch (event.event) {
    case "problem":
      return problemText(event);
    case "log":
      return event.text
        .split("\n")
        .map((line) => `${event.functionName} | ${line}`)
        .join("\n");
    case "progress":
      return `${event.functionName} | ${event.kind} ${event.image}: ${event.text}`;
    case "invocation": {
      const { initMs, durationMs, maxMemoryUsedMb, memoryMb } = event.report;
      const init = initMs === undefined ? "" : ` after ${initMs.toFixed(1)} ms of init`;
      const figures = `${durationMs.toFixed(1)} ms${init}, ${maxMemoryUsedMb} of ${memoryMb} MB`;
      return `${event.functionName} | ${event.errorType ?? "ok"}: ${figures}, build ${event.build}, ${event.engine} engine`;
    }
    case "ready":
    case "environment":
      return undefined;
  }
}
