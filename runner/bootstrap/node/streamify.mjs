import { RuntimeError } from "./errors.mjs";

// AWS's own symbols: libraries set them without going through `awslambda`.
const streaming = Symbol.for("aws.lambda.runtime.handler.streaming");
const highWaterMark = Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark");

/** Defines the global `awslambda`, unless the function's configuration forbids it. */
export function installGlobal() {
  if (["1", "true"].includes(process.env["AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA"] ?? "")) return;
  Object.assign(globalThis, { awslambda: { streamifyResponse, HttpResponseStream } });
}

/**
 * How a handler wants its response streamed; undefined for one that doesn't.
 *
 * @param {any} handler
 * @returns {{ highWaterMark: number | undefined } | undefined}
 */
export function streamingOf(handler) {
  if (!handler[streaming]) return undefined;
  if (handler[streaming] !== "response") {
    throw new RuntimeError("MalformedStreamingHandler", "Only response streaming is supported.");
  }
  const mark = Number.parseInt(handler[highWaterMark], 10);
  return { highWaterMark: Number.isNaN(mark) ? undefined : mark };
}

/**
 * @param {any} handler
 * @param {{ highWaterMark?: number }} [options]
 */
function streamifyResponse(handler, options) {
  handler[streaming] = "response";
  if (typeof options?.highWaterMark === "number") handler[highWaterMark] = Math.trunc(options.highWaterMark);
  return handler;
}

const HttpResponseStream = {
  /**
   * Puts a status, headers and cookies in front of a streamed response.
   *
   * @param {import("./response-stream.mjs").ResponseStream} stream
   * @param {{ statusCode?: number, headers?: Record<string, string>, cookies?: string[] }} prelude
   */
  from(stream, prelude) {
    stream.setContentType("application/vnd.awslambda.http-integration-response");
    const json = JSON.stringify(prelude);
    stream._onBeforeFirstWrite = (write) => {
      write(json);
      write(new Uint8Array(8));
    };
    return stream;
  },
};
