import { framePatterns } from "./frame-patterns.ts";

/** A place in code that a text names. */
export interface StackFrame {
  /** Offsets in the text of what names the place, in UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /**
   * As the runtime wrote it: `/var/task/app.js`, `src/main.rs`, `C:\app\app.js`. File URLs are turned into paths, and
   * a Java frame has its class's package for a folder: `example/Orders.java`.
   */
  readonly path: string;
  /** The first is 1, as is the first column. */
  readonly line: number;
  readonly column?: number;
}

/**
 * The frames of stack traces in an error payload or a log, in their order, as each language writes them, in plain text
 * and in JSON. Takes time in proportion to the text.
 */
export function stackFrames(text: string): StackFrame[] {
  const found = framePatterns.flatMap((pattern) => [...text.matchAll(pattern)].flatMap(frameOf));
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  // Two patterns may know one place: the longer of them is the better one.
  let last = -1;
  return found.filter(({ start, end }) => {
    if (start < last) return false;
    last = end;
    return true;
  });
}

function frameOf(match: RegExpExecArray): StackFrame[] {
  const { path, line, column, frame = match[0], type } = match.groups ?? {};
  if (path === undefined || line === undefined) return [];
  const start = match.index + match[0].indexOf(frame);
  return [
    {
      start,
      end: start + frame.length,
      path: type === undefined ? plainPath(path) : `${packageOf(type)}${path}`,
      line: Number(line),
      ...(column === undefined ? {} : { column: Number(column) }),
    },
  ];
}

/** A path without the escapes of JSON and of URLs. */
function plainPath(path: string): string {
  const text = path.replaceAll("\\\\", "\\");
  if (!text.startsWith("file://")) return text;
  try {
    // A drive's letter has a slash before it in a URL.
    return decodeURIComponent(text.slice("file://".length)).replace(/^\/(?=[A-Za-z]:)/, "");
  } catch {
    return text.slice("file://".length);
  }
}

/** `example/` of `example.Orders.handle`. */
function packageOf(type: string): string {
  return type
    .split(".")
    .slice(0, -2)
    .map((name) => `${name}/`)
    .join("");
}
