import { basename } from "node:path";
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
      return `${event.functionName} | ${event.kind === "tool" ? event.tool : `${event.kind} ${event.image}`}: ${event.text}`;
    case "invocation": {
      const { initMs, durationMs, maxMemoryUsedMb, memoryMb } = event.report;
      const init = initMs === undefined ? "" : ` after ${initMs.toFixed(1)} ms of init`;
      const figures = `${durationMs.toFixed(1)} ms${init}, ${maxMemoryUsedMb} of ${memoryMb} MB`;
      return `${event.functionName} | ${event.errorType ?? "ok"}: ${figures}, build ${event.build}, ${event.engine} engine`;
    }
    case "reload":
      return reloadText(event);
    case "project":
      return projectText(event);
    case "debugger":
      return `${event.functionName} | waits for a debugger at ${event.host}:${event.port}`;
    case "ready":
    case "environment":
    case "estimates":
      return undefined;
  }
}

/** `reload | src/app.ts → Hello: built in 4 ms, ready 41 ms after the save, build 3fa9c1d2` */
function reloadText(event: Extract<RunnerEvent, { event: "reload" }>): string {
  const { functions, failed, files, build, buildMs, readyMs, initErrors } = event;
  const saved = listText(
    files.map((file) => basename(file)),
    3,
  );
  const built = buildMs === 0 ? "" : `built in ${buildMs.toFixed(0)} ms, `;
  const done = `${built}ready ${readyMs.toFixed(0)} ms after the save, build ${build}`;
  const names = functions.map((name) => (initErrors[name] === undefined ? name : `${name} (init failed)`));
  return [
    ...(functions.length > 0 ? [`reload | ${saved} → ${listText(names, 5)}: ${done}`] : []),
    ...(failed.length > 0 ? [`reload | ${saved} → ${listText(failed, 5)}: failed, the last good build serves on`] : []),
  ].join("\n");
}

function projectText({ added, removed }: Extract<RunnerEvent, { event: "project" }>): string | undefined {
  const parts = [
    ...(added.length > 0 ? [`added ${listText(added, 5)}`] : []),
    ...(removed.length > 0 ? [`removed ${listText(removed, 5)}`] : []),
  ];
  return parts.length === 0 ? undefined : `project | ${parts.join(", ")}`;
}

function listText(items: readonly string[], most: number): string {
  const shown = items.slice(0, most).join(", ");
  return items.length > most ? `${shown} and ${items.length - most} more` : shown;
}
