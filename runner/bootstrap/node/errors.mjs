/**
 * An error of the runtime itself. Its `name` is what the platform reports as error type.
 * The names and texts are those of AWS's own Node.js runtime interface client.
 */
export class RuntimeError extends Error {
  /**
   * @param {string} type without `Runtime.`: `HandlerNotFound`
   * @param {string} message
   */
  constructor(type, message) {
    super(message);
    this.name = `Runtime.${type}`;
  }
}

/** A rejected promise that nobody handled; `reason` and `promise` appear in the log line. */
export class UnhandledPromiseRejection extends RuntimeError {
  /**
   * @param {unknown} reason
   * @param {Promise<unknown>} promise
   */
  constructor(reason, promise) {
    super("UnhandledPromiseRejection", String(reason));
    this.reason = reason;
    this.promise = promise;
  }
}

/**
 * The body of an error report: what the invoker receives.
 *
 * @param {unknown} error whatever was thrown or passed to a callback
 * @returns {{ errorType: string, errorMessage: string, trace: string[] }}
 */
export function errorPayload(error) {
  try {
    if (isErrorLike(error)) {
      return {
        errorType: escapeDelete(error.name),
        errorMessage: escapeDelete(error.message),
        trace: escapeDelete(error.stack ?? "").split("\n"),
      };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return {
      errorType: "handled",
      errorMessage:
        "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack",
      trace: [],
    };
  }
}

/** HTTP servers refuse long headers, many from 16 KB on. */
const maxCauseLength = 8192;

/**
 * The `Lambda-Runtime-Function-XRay-Error-Cause` header: JSON, or "" where it can't be made or would be too long.
 *
 * @param {unknown} error
 */
export function xrayCause(error) {
  try {
    const { errorType, errorMessage, trace } = errorPayload(error);
    const stack = trace.slice(1).map(stackEntry);
    const paths = [...new Set(stack.map((entry) => entry.path))];
    const cause = {
      working_directory: process.cwd(),
      exceptions: [{ type: errorType, message: errorMessage, stack }],
      paths,
    };
    // Header values are ASCII here; JSON's own escapes carry everything else.
    const json = JSON.stringify(cause).replace(/[\u007f-\uffff]/g, escapeChar);
    return json.length <= maxCauseLength ? json : "";
  } catch {
    return "";
  }
}

/**
 * The JSON behind `Invoke Error` and its like in a text log.
 *
 * @param {unknown} error
 */
export function errorForLog(error) {
  const known = intoError(error);
  try {
    return JSON.stringify(known, (_key, value) => (value instanceof Error ? enumerable(value) : value));
  } catch {
    return JSON.stringify(errorPayload(known));
  }
}

/**
 * @param {unknown} error
 * @returns {Error}
 */
export function intoError(error) {
  return error instanceof Error ? error : new Error(String(error));
}

/** @param {Error} error */
function enumerable(error) {
  const code = /** @type {{ code?: unknown }} */ (error).code;
  const properties = { errorType: error.name, errorMessage: error.message, code, ...error };
  return typeof error.stack === "string" ? { ...properties, stack: error.stack.split("\n") } : properties;
}

/**
 * Errors of other realms (`vm` contexts) are no instances of this realm's `Error`.
 *
 * @param {any} error
 * @returns {error is Error}
 */
function isErrorLike(error) {
  return (
    error instanceof Error ||
    (typeof error?.name === "string" && typeof error.message === "string" && typeof error.stack === "string")
  );
}

/** @param {string} line of a V8 stack: `    at handler (/var/task/index.js:3:9)` */
function stackEntry(line) {
  const text = line.trim().replace(/[()]/g, "").replace(/^\S+ /, "");
  const space = text.lastIndexOf(" ");
  const [path, lineNumber] = text.slice(space + 1).split(":");
  return { path, line: Number.parseInt(lineNumber ?? "", 10), label: space < 0 ? "anonymous" : text.slice(0, space) };
}

/** @param {string} char */
function escapeChar(char) {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** @param {string} text */
function escapeDelete(text) {
  return text.replaceAll("\u007f", "%7F");
}
