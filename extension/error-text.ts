import { jsonObject } from "./json-object.ts";

/**
 * The error in a function's payload as people read it: type, message and stack, a line each, as every runtime writes
 * them (Node.js `trace`, the others `stackTrace`). Undefined for a payload that is no error.
 */
export function errorText(payload: string): string | undefined {
  const { errorType, errorMessage, trace, stackTrace } = jsonObject(payload) ?? {};
  if (typeof errorMessage !== "string") return undefined;
  const first = typeof errorType === "string" ? `${errorType}: ${errorMessage}` : errorMessage;
  const lines = listOf(trace ?? stackTrace).map(frameText);
  // Node.js repeats the error itself in front of its frames.
  const start = lines[0] === first ? 1 : 0;
  return [first, ...withoutRuntime(lines.slice(start))].join("\n");
}

/** Frames of the runtimes themselves, ours for processes among them. */
const runtimeFrame =
  /\(?(file:\/\/)?\S*\/(dist\/bootstrap|var\/runtime|node_modules\/aws-lambda-ric)\/|\bnode:internal\//;

/** Nobody looks for a mistake in the runtime: its frames are counted, a line for each run of them. */
function withoutRuntime(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let count = 0;
  const flush = (): void => {
    if (count > 0) kept.push(`    … ${count} ${count === 1 ? "frame" : "frames"} of the runtime`);
    count = 0;
  };
  for (const line of lines) {
    if (runtimeFrame.test(line)) {
      count++;
      continue;
    }
    flush();
    kept.push(line);
  }
  flush();
  return kept;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Go's frames are objects. */
function frameText(frame: unknown): string {
  if (typeof frame === "string") return frame.replace(/\n$/, "");
  const { path, line, label } = (frame ?? {}) as { path?: unknown; line?: unknown; label?: unknown };
  return `    ${String(label)} (${String(path)}:${String(line)})`;
}
