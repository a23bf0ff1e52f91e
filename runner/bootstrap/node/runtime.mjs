import { createContext, exportTraceId } from "./context.mjs";
import { RuntimeError, UnhandledPromiseRejection, errorPayload, xrayCause } from "./errors.mjs";
import { exposeGc } from "./expose-gc.mjs";
import { waitAtGate } from "./gate.mjs";
import { loadHandler } from "./handler.mjs";
import { installConsole, logError, setLogRequest } from "./log.mjs";
import { ResponseStream } from "./response-stream.mjs";
import { RuntimeApi } from "./runtime-api.mjs";
import { runCallbackStyle, whenIdle } from "./callback-style.mjs";
import { installGlobal } from "./streamify.mjs";

/**
 * Runs the function: loads its handler, then takes one invocation after another until the process ends.
 * Every setting comes from the variables that AWS's runtimes read.
 */
export async function run() {
  const api = new RuntimeApi(process.env["AWS_LAMBDA_RUNTIME_API"] ?? "");
  const major = Number(/^AWS_Lambda_nodejs(\d+)/.exec(process.env["AWS_EXECUTION_ENV"] ?? "")?.[1] ?? 22);
  /** @type {string | undefined} */
  let requestId;

  installConsole();
  installGlobal();
  exposeGc();
  process.on("uncaughtException", (error) => {
    void crash(api, requestId, "Uncaught Exception", error, 129);
  });
  process.on("unhandledRejection", (reason, promise) => {
    void crash(api, requestId, "Unhandled Promise Rejection", new UnhandledPromiseRejection(reason, promise), 128);
  });

  waitAtGate();
  const debug = process.env["PILOTLIGHT_DEBUG"];
  if (debug !== undefined) {
    delete process.env["PILOTLIGHT_DEBUG"];
    (await import("./debugger.mjs")).waitForDebugger(debug);
  }
  let handler;
  try {
    handler = await loadHandler(process.env["LAMBDA_TASK_ROOT"] ?? process.cwd(), process.env["_HANDLER"] ?? "", major);
  } catch (error) {
    await crash(api, undefined, major >= 24 ? "Init Error" : "Uncaught Exception", error, 129);
    return;
  }

  while (true) {
    const answer = await orExit(api.next());
    requestId = answer.headers["lambda-runtime-aws-request-id"]?.toString();
    if (answer.status !== 200 || requestId === undefined) process.exit(1);
    setLogRequest(requestId, answer.headers["lambda-runtime-aws-tenant-id"]?.toString());
    exportTraceId(answer.headers);
    if (handler.streaming) await invokeStreaming(api, requestId, answer, handler, major);
    else await invokeBuffered(api, requestId, answer, handler, major);
  }
}

/**
 * @param {RuntimeApi} api
 * @param {string} requestId
 * @param {import("./runtime-api.mjs").Answer} invocation
 * @param {import("./handler.mjs").Handler} handler
 * @param {number} major
 */
async function invokeBuffered(api, requestId, invocation, handler, major) {
  let json;
  try {
    const event = JSON.parse(invocation.body.toString("utf8"));
    const context = createContext(invocation.headers);
    const result =
      major >= 24
        ? await handler.call(event, { ...context, xRayTraceId: traceIdOf(invocation) })
        : await runCallbackStyle(handler.call, event, context);
    json = serialise(result, major);
  } catch (error) {
    await fail(api, requestId, error);
    return;
  }
  await orExit(api.respond(requestId, json));
}

/**
 * @param {RuntimeApi} api
 * @param {string} requestId
 * @param {import("./runtime-api.mjs").Answer} invocation
 * @param {import("./handler.mjs").Handler} handler
 * @param {number} major
 */
async function invokeStreaming(api, requestId, invocation, handler, major) {
  const stream = new ResponseStream(
    (contentType) => api.respondStreaming(requestId, contentType),
    handler.streaming?.highWaterMark,
  );
  const ended = new Promise((resolve, reject) => {
    stream.on("finish", resolve);
    stream.on("error", reject);
  });
  // The error reaches the handler as well, which may be waiting for something else.
  ended.catch(() => {});
  let waitsForEmptyEventLoop = major < 24;
  try {
    const event = JSON.parse(invocation.body.toString("utf8"));
    const context =
      major >= 24
        ? { ...createContext(invocation.headers), xRayTraceId: traceIdOf(invocation) }
        : Object.defineProperty(createContext(invocation.headers), "callbackWaitsForEmptyEventLoop", {
            enumerable: true,
            get: () => waitsForEmptyEventLoop,
            set: (value) => {
              waitsForEmptyEventLoop = value;
            },
          });
    const returned = handler.call(event, stream, context);
    if (typeof (/** @type {any} */ (returned)?.then) !== "function") {
      throw new Error("Streaming does not support non-async handlers.");
    }
    if ((await returned) !== undefined) console.warn("Streaming handlers ignore return values.");
    const unfinished = whenIdle().then(() => {
      throw new Error("Response stream is not finished.");
    });
    await Promise.race([ended, unfinished]);
    await orExit(stream.completed());
  } catch (error) {
    if (!stream.hasStarted) {
      await fail(api, requestId, error);
      return;
    }
    logError("Invoke Error", error);
    await orExit(stream.fail(error));
  }
  if (waitsForEmptyEventLoop) await whenIdle();
}

/**
 * @param {RuntimeApi} api
 * @param {string} requestId
 * @param {unknown} error
 */
async function fail(api, requestId, error) {
  logError("Invoke Error", error);
  await orExit(api.reportError(requestId, errorPayload(error), xrayCause(error), { isLast: false }));
}

/**
 * Reports the error that ends the process, then ends it.
 *
 * @param {RuntimeApi} api
 * @param {string | undefined} requestId
 * @param {Parameters<typeof logError>[0]} label
 * @param {unknown} error
 * @param {number} exitCode
 */
async function crash(api, requestId, label, error, exitCode) {
  logError(label, error);
  try {
    await api.reportError(requestId, errorPayload(error), requestId === undefined ? "" : xrayCause(error), {
      isLast: true,
    });
  } finally {
    process.exit(exitCode);
  }
}

/**
 * @param {unknown} result
 * @param {number} major
 */
function serialise(result, major) {
  try {
    return JSON.stringify(result) ?? "null";
  } catch {
    const message = "Unable to stringify response body";
    throw major >= 24 ? new RuntimeError("JSONStringifyError", message) : new Error(message);
  }
}

/** @param {import("./runtime-api.mjs").Answer} invocation */
function traceIdOf(invocation) {
  return invocation.headers["lambda-runtime-trace-id"];
}

/**
 * Without its Runtime API a runtime has no purpose: the runner that started it is gone.
 *
 * @template T
 * @param {Promise<T>} exchange
 * @returns {Promise<T>}
 */
async function orExit(exchange) {
  try {
    return await exchange;
  } catch {
    return process.exit(1);
  }
}
