/**
 * The error in a function's payload as people read it: type, message and stack, a line each, as every runtime writes
 * them (Node.js `trace`, the others `stackTrace`). Undefined for a payload that is no error.
 */
export function errorText(payload: string): string | undefined {
  const error = parsed(payload);
  if (typeof error?.errorMessage !== "string") return undefined;
  const { errorType, errorMessage, trace, stackTrace } = error;
  const first = typeof errorType === "string" ? `${errorType}: ${errorMessage}` : errorMessage;
  const lines = listOf(trace ?? stackTrace).map(frameText);
  // Node.js repeats the error itself in front of its frames.
  const start = lines[0] === first ? 1 : 0;
  return [first, ...lines.slice(start)].join("\n");
}

interface ErrorPayload {
  readonly errorType?: unknown;
  readonly errorMessage?: unknown;
  readonly trace?: unknown;
  readonly stackTrace?: unknown;
}

function parsed(payload: string): ErrorPayload | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
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
