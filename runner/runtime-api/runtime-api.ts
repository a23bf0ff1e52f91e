import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { syncResponseLimitBytes } from "../model/payload-limits.ts";
import { reportedErrorType } from "./error-type.ts";
import { readBody } from "./read-body.ts";
import { refusal, type RuntimeRequest, type RuntimeState } from "./runtime-state.ts";

/** An X-Ray error cause alone may have 64 KB, in a header. */
const maxHeaderBytes = 262_144;

/** What a runtime is handed for one invocation. */
export interface Delivery {
  readonly requestId: string;
  readonly payload: Uint8Array;
  /** Unix time in ms. */
  readonly deadlineMs: number;
  readonly invokedFunctionArn: string;
  readonly traceId: string;
  /** JSON text, already decoded from base64. */
  readonly clientContext: string | undefined;
  /** JSON text with `cognitoIdentityId` and `cognitoIdentityPoolId`. */
  readonly cognitoIdentity: string | undefined;
}

/** How a runtime answered an invocation. */
export type RuntimeAnswer =
  | { readonly kind: "response"; readonly payload: Buffer; readonly contentType: string; readonly streamed: boolean }
  | { readonly kind: "error"; readonly payload: Buffer; readonly errorType: string }
  /** The platform fails the invocation itself: too large, cut short, bad mode header. */
  | { readonly kind: "unusable"; readonly errorType: string; readonly message: string };

/** What a runtime says of itself with `Pilotlight-Cpu-Us` and `Pilotlight-Max-Rss-Kb`. Only our own bootstraps do. */
export interface OwnUsage {
  /** Since its process began. */
  readonly cpuMs: number;
  readonly peakMemoryMb: number;
}

export interface RuntimeObserver {
  /** The runtime asked for an event and has none: init is over, or the last invocation is. */
  onReady(own: OwnUsage | undefined): void;
  onAnswer(answer: RuntimeAnswer): void;
  onInitError(error: { readonly payload: Buffer; readonly errorType: string }): void;
}

/**
 * Lambda's Runtime API for one runtime: one listener, because a runtime client takes a bare `host:port`.
 * Source of paths, statuses and bodies: AWS's Lambda developer guide, "Using the Lambda runtime API", and the
 * open-source runtime interface emulator.
 */
export class RuntimeApi {
  readonly #server: Server;
  readonly #observer: RuntimeObserver;
  #state: RuntimeState = "Started";
  /** The event the runtime has now, or had last. */
  #delivery: Delivery | undefined;
  /** An event that found no runtime waiting for it. */
  #pending: Delivery | undefined;
  #waiting: ServerResponse | undefined;

  private constructor(observer: RuntimeObserver) {
    this.#observer = observer;
    this.#server = createServer({
      keepAliveTimeout: 0,
      requestTimeout: 0,
      headersTimeout: 0,
      noDelay: true,
      maxHeaderSize: maxHeaderBytes,
    });
    this.#server.on("request", (request, response) => this.#route(request, response));
  }

  /** Starts listening on a free port of `host`. The caller closes it. */
  static async listen(host: string, observer: RuntimeObserver): Promise<RuntimeApi> {
    const api = new RuntimeApi(observer);
    await new Promise<void>((resolve, reject) => {
      api.#server.once("error", reject);
      api.#server.listen(0, host, resolve);
    });
    return api;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Hands an event to the runtime, now or when it asks. One at a time. */
  deliver(delivery: Delivery): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) this.#send(waiting, delivery);
    else this.#pending = delivery;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #route(request: IncomingMessage, response: ServerResponse): void {
    response.sendDate = false;
    const url = request.url ?? "";
    if (url === nextPath && request.method === "GET") {
      this.#next(request, response);
      return;
    }
    const post = request.method === "POST" ? invocationPath.exec(url) : null;
    if (post) {
      const [, requestId = "", what] = post;
      if (what === "response") this.#response(request, response, requestId).catch(this.#internalError(response));
      else this.#error(request, response, requestId).catch(this.#internalError(response));
    } else if (url === initErrorPath && request.method === "POST") {
      this.#initError(request, response).catch(this.#internalError(response));
    } else if (url === "/2018-06-01/ping" && request.method === "GET") {
      response.end("pong");
    } else {
      response.writeHead(404).end("404 page not found\n");
    }
  }

  #next(request: IncomingMessage, response: ServerResponse): void {
    if (this.#refuses("Ready", response)) return;
    if (this.#state === "Running" && this.#delivery) {
      this.#send(response, this.#delivery);
      return;
    }
    if (this.#pending) {
      this.#send(response, this.#pending);
      return;
    }
    // The client that waited before is gone or has forgotten: only the newest request is answered.
    this.#waiting?.destroy();
    this.#waiting = response;
    const isFirstAsk = this.#state !== "Ready";
    this.#state = "Ready";
    response.once("close", () => {
      if (this.#waiting === response) this.#waiting = undefined;
    });
    if (isFirstAsk) this.#observer.onReady(ownUsage(request));
  }

  #send(response: ServerResponse, delivery: Delivery): void {
    this.#state = "Running";
    this.#delivery = delivery;
    this.#pending = undefined;
    const headers: Record<string, string | number> = {
      "Content-Type": "application/json",
      "Lambda-Runtime-Aws-Request-Id": delivery.requestId,
      "Lambda-Runtime-Deadline-Ms": delivery.deadlineMs,
      "Lambda-Runtime-Invoked-Function-Arn": delivery.invokedFunctionArn,
      "Lambda-Runtime-Trace-Id": delivery.traceId,
      "Content-Length": delivery.payload.byteLength,
    };
    if (delivery.clientContext) headers["Lambda-Runtime-Client-Context"] = delivery.clientContext;
    if (delivery.cognitoIdentity) headers["Lambda-Runtime-Cognito-Identity"] = delivery.cognitoIdentity;
    response.writeHead(200, headers).end(delivery.payload);
  }

  async #response(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    if (this.#refusesId(requestId, response) || this.#refuses("InvocationResponse", response)) return;
    const mode = header(request, "lambda-runtime-function-response-mode");
    if (mode !== undefined && mode !== "streaming") {
      this.#finish({ kind: "unusable", errorType: "Runtime.InvalidResponseModeHeader", message: "" });
      reply(response, 400, "InvalidFunctionResponseMode", "Invalid function response mode");
      return;
    }
    this.#state = "InvocationResponse";
    const body = await readBody(request, syncResponseLimitBytes);
    if (body.kind === "truncated") {
      this.#finish({ kind: "unusable", errorType: "Runtime.TruncatedResponse", message: "Truncated response" });
      reply(response, 400, "TruncatedHTTPRequest", "HTTP request detected as truncated");
    } else if (body.kind === "too-large") {
      const message = `payload size exceeded maximum allowed payload size (${syncResponseLimitBytes} bytes).`;
      this.#finish({ kind: "unusable", errorType: "Function.ResponseSizeTooLarge", message: `Response ${message}` });
      const refusalText = `Exceeded maximum allowed payload size (${syncResponseLimitBytes} bytes).`;
      reply(response, 413, "RequestEntityTooLarge", refusalText);
    } else {
      this.#finish(streamError(request) ?? answered(request, body.bytes, mode === "streaming"));
      accept(response);
    }
  }

  async #error(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    if (this.#refusesId(requestId, response) || this.#refuses("InvocationErrorResponse", response)) return;
    this.#state = "InvocationErrorResponse";
    const body = await readBody(request, syncResponseLimitBytes);
    const errorType = reportedErrorType(header(request, "lambda-runtime-function-error-type"));
    this.#finish({ kind: "error", payload: body.kind === "whole" ? body.bytes : Buffer.alloc(0), errorType });
    accept(response);
  }

  async #initError(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#refuses("InitError", response)) return;
    this.#state = "InitError";
    const body = await readBody(request, syncResponseLimitBytes);
    const errorType = reportedErrorType(header(request, "lambda-runtime-function-error-type"));
    accept(response);
    this.#observer.onInitError({ payload: body.kind === "whole" ? body.bytes : Buffer.alloc(0), errorType });
  }

  #finish(answer: RuntimeAnswer): void {
    this.#state = "RuntimeResponseSentState";
    this.#observer.onAnswer(answer);
  }

  #refusesId(requestId: string, response: ServerResponse): boolean {
    if (requestId === this.#delivery?.requestId) return false;
    reply(response, 400, "InvalidRequestID", "Invalid request ID");
    return true;
  }

  #refuses(wanted: RuntimeRequest, response: ServerResponse): boolean {
    const reason = refusal(this.#state, wanted);
    if (reason === undefined) return false;
    reply(response, 403, "InvalidStateTransition", reason);
    return true;
  }

  #internalError(response: ServerResponse): () => void {
    return () => {
      if (!response.headersSent) reply(response, 500, "InternalServerError", "Internal Server Error");
    };
  }
}

const nextPath = "/2018-06-01/runtime/invocation/next";
const initErrorPath = "/2018-06-01/runtime/init/error";
const invocationPath = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/;

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}

function ownUsage(request: IncomingMessage): OwnUsage | undefined {
  const cpuUs = Number(header(request, "pilotlight-cpu-us"));
  const maxRssKb = Number(header(request, "pilotlight-max-rss-kb"));
  if (!(cpuUs >= 0 && maxRssKb >= 0)) return undefined;
  return { cpuMs: cpuUs / 1000, peakMemoryMb: maxRssKb / 1024 };
}

function answered(request: IncomingMessage, payload: Buffer, streamed: boolean): RuntimeAnswer {
  const fallback = streamed ? "application/octet-stream" : "application/json";
  return { kind: "response", payload, contentType: header(request, "content-type") ?? fallback, streamed };
}

/** A streamed answer that failed after its first byte says so in HTTP trailers. */
function streamError(request: IncomingMessage): RuntimeAnswer | undefined {
  const type = request.trailers["lambda-runtime-function-error-type"];
  if (type === undefined) return undefined;
  const body = request.trailers["lambda-runtime-function-error-body"] ?? "";
  return { kind: "error", payload: Buffer.from(body, "base64"), errorType: reportedErrorType(type) };
}

function accept(response: ServerResponse): void {
  response.writeHead(202, { "Content-Type": "application/json", "Content-Length": acceptedBody.length });
  response.end(acceptedBody);
}

const acceptedBody = Buffer.from('{"status":"OK"}\n');

function reply(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  const body = JSON.stringify({ errorMessage, errorType }) + "\n";
  response.writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) });
  response.end(body);
}
