import { writeSync } from "node:fs";
import { format } from "node:util";
import { errorForLog, intoError } from "./errors.mjs";

const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

/** @type {string | undefined} */
let requestId;
/** @type {string | undefined} */
let tenantId;
let isJson = false;
/** @type {(text: string, callee: Function) => string} */
let marked = (text) => text;

/**
 * Replaces the methods of `console` by ones that write Lambda's lines, in the format and from the level that
 * `AWS_LAMBDA_LOG_FORMAT` and `AWS_LAMBDA_LOG_LEVEL` name.
 */
export function installConsole() {
  isJson = process.env["AWS_LAMBDA_LOG_FORMAT"]?.toUpperCase() === "JSON";
  const lowest = Math.max(0, levels.indexOf(process.env["AWS_LAMBDA_LOG_LEVEL"]?.toUpperCase() ?? "TRACE"));
  makeStandardStreamsBlocking();
  /** @type {Record<string, (message?: unknown, ...parameters: unknown[]) => void>} */
  const methods = {};
  for (const [rank, level] of levels.entries()) {
    methods[level.toLowerCase()] =
      rank < lowest ? () => {} : (message, ...parameters) => writeLine(level, message, parameters);
  }
  Object.assign(console, methods, { log: methods["info"] });
}

/**
 * Names the invocation that lines belong to from now on.
 *
 * @param {string} id
 * @param {string | undefined} tenant
 */
export function setLogRequest(id, tenant) {
  requestId = id;
  tenantId = tenant;
}

/**
 * Lines go through this from now on, which adds what the runner takes out again.
 *
 * @param {(text: string, callee: Function) => string} mark `callee` is the innermost function that is not the writer's
 */
export function markLinesBy(mark) {
  marked = mark;
}

/**
 * The runtime's own report of an error.
 *
 * @param {"Init Error" | "Invoke Error" | "Uncaught Exception" | "Unhandled Promise Rejection"} label
 * @param {unknown} error
 */
export function logError(label, error) {
  if (isJson) console.error(intoError(error));
  else console.error(label, `\t${errorForLog(error)}`);
}

/**
 * @param {string} level
 * @param {unknown} message
 * @param {unknown[]} parameters
 */
function writeLine(level, message, parameters) {
  const time = new Date().toISOString();
  const line = isJson
    ? jsonLine(time, level, message, parameters)
    : `${time}\t${requestId}\t${level}\t${format(message, ...parameters)}`;
  writeAll(Buffer.from(marked(`${line}\n`, writeLine)));
}

/**
 * @param {string} timestamp
 * @param {string} level
 * @param {unknown} message
 * @param {unknown[]} parameters
 */
function jsonLine(timestamp, level, message, parameters) {
  const head = { timestamp, level, requestId, ...(tenantId ? { tenantId } : {}) };
  if (parameters.length === 0) {
    try {
      return JSON.stringify({ ...head, message }, (_key, value) =>
        value instanceof Error ? withFields(value) : value,
      );
    } catch {
      return JSON.stringify({ ...head, message: format(message) });
    }
  }
  const error = [message, ...parameters].find((parameter) => parameter instanceof Error);
  return JSON.stringify({ ...head, message: format(message, ...parameters), ...(error ? errorFields(error) : {}) });
}

/** @param {Error} error */
function withFields(error) {
  return { ...errorFields(error), ...error };
}

/** @param {Error} error */
function errorFields(error) {
  return {
    errorType: error.constructor?.name ?? "UnknownError",
    errorMessage: error.message,
    stackTrace: typeof error.stack === "string" ? error.stack.split("\n") : [],
  };
}

/**
 * Synchronous, so that a line is out before the answer it precedes, and before a kill.
 *
 * @param {Buffer} bytes
 */
function writeAll(bytes) {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      // The reader is slow (EAGAIN: try again) or gone (nothing can be done).
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EAGAIN") return;
    }
  }
}

/**
 * Node makes a pipe non-blocking when `process.stdout` is first used: what the function writes there could then
 * overtake console lines or be lost in a kill. Done on first use, because creating the streams costs start-up time.
 */
function makeStandardStreamsBlocking() {
  for (const name of /** @type {const} */ (["stdout", "stderr"])) {
    const get = Object.getOwnPropertyDescriptor(process, name)?.get;
    if (!get) continue;
    Object.defineProperty(process, name, {
      configurable: true,
      enumerable: true,
      get() {
        const stream = get.call(process);
        stream._handle?.setBlocking?.(true);
        Object.defineProperty(process, name, { configurable: true, enumerable: true, get });
        return stream;
      },
    });
  }
}
