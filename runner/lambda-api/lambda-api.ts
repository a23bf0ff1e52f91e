import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Invocation, RunningInvocation } from "../environment/invocation.ts";
import type { Invoker } from "../invoker.ts";
import { parseFunctionReference } from "../model/arn.ts";
import { Failure } from "../model/failure.ts";
import { functionArn, type LambdaFunction, type Project } from "../model/function.ts";
import { limits } from "../model/limits.ts";
import { requestLineAndHeadersLimitBytes, syncRequestLimitBytes } from "../model/payload-limits.ts";
import { readBody, type Body } from "../runtime-api/read-body.ts";
import { errorOfFailure, functionNotFound, throttled, userError, type AwsError } from "./aws-error.ts";
import { functionConfiguration, functionDescription } from "./function-configuration.ts";
import { readEvent, readInvokeHeaders, tooLarge, type InvokeHeaders } from "./invoke-request.ts";
import { isLocalRequest } from "./local-only.ts";
import { operationName } from "./operations.ts";

export interface LambdaApiOptions {
  readonly invoker: Invoker;
  /** 0 picks a free one. */
  readonly port: number;
  readonly accountConcurrency: number;
  /** Called for bugs: the request is answered with a 500. */
  readonly onBug: (error: unknown) => void;
}

/** Lambda's own API on 127.0.0.1, for AWS SDKs and the AWS CLI with an endpoint URL. */
export class LambdaApi {
  readonly #server: Server;
  readonly #options: LambdaApiOptions;

  private constructor(options: LambdaApiOptions) {
    this.#options = options;
    // An invocation may take 15 minutes, and a client may keep its connection as long as it likes.
    this.#server = createServer({
      keepAliveTimeout: 0,
      requestTimeout: 0,
      noDelay: true,
      maxHeaderSize: requestLineAndHeadersLimitBytes,
    });
    this.#server.on("request", (request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        if (!(error instanceof Failure)) options.onBug(error);
        sendError(response, error instanceof Failure ? errorOfFailure(error) : internalError);
      });
    });
  }

  /** @throws Failure `port-taken` */
  static async listen(options: LambdaApiOptions): Promise<LambdaApi> {
    const api = new LambdaApi(options);
    await new Promise<void>((resolve, reject) => {
      api.#server.once("error", (error: NodeJS.ErrnoException) => {
        reject(error.code === "EADDRINUSE" || error.code === "EACCES" ? portTaken(options.port, error) : error);
      });
      api.#server.listen(options.port, "127.0.0.1", resolve);
    });
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Stops listening and cuts what is still open. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Every answer has one, refusals too: SDKs print it in their errors.
    response.setHeader(requestIdHeader, randomUUID());
    if (!isLocalRequest(request.headers)) {
      const message = "This API answers requests from this machine only: use http://127.0.0.1 as the endpoint URL.";
      sendError(response, userError(403, "AccessDeniedException", message));
      return;
    }
    const { method = "" } = request;
    const [rawPath = "", query = ""] = (request.url ?? "").split("?", 2);
    const path = decodePath(rawPath);
    const invocations = method === "POST" ? invocationsPath.exec(path) : null;
    if (invocations?.[1] !== undefined) {
      await this.#invoke(request, response, invocations[1], new URLSearchParams(query));
      return;
    }
    const { project } = this.#options.invoker;
    const described = method === "GET" ? functionPath.exec(path) : null;
    if (described?.[1] !== undefined) {
      const found = this.#find(described[1], new URLSearchParams(query).get("Qualifier"));
      if ("error" in found) sendError(response, found.error);
      else if (described[2]) sendJson(response, functionConfiguration(project, found.fn));
      else sendJson(response, functionDescription(project, found.fn));
    } else if (method === "GET" && listPath.test(path)) {
      sendJson(response, listFunctions(project, new URLSearchParams(query)));
    } else if (method === "GET" && accountPath.test(path)) {
      sendJson(response, accountSettings(project, this.#options.accountConcurrency));
    } else {
      const message = `${operationName(method, path)} is not offered by this local Lambda API. It offers Invoke, ListFunctions, GetFunction, GetFunctionConfiguration and GetAccountSettings; change functions in their template instead.`;
      sendError(response, userError(501, "NotImplementedException", message));
    }
  }

  async #invoke(
    request: IncomingMessage,
    response: ServerResponse,
    reference: string,
    query: URLSearchParams,
  ): Promise<void> {
    const { invoker } = this.#options;
    // Read before anything is refused, so that the sender gets to see the answer.
    const body = await readBody(request, syncRequestLimitBytes);
    if (body.kind === "truncated") return;
    const read = this.#readInvoke(request, body, reference, query.get("Qualifier"));
    if ("error" in read) {
      sendError(response, read.error);
      return;
    }
    const { fn, headers, invocation } = read;
    response.setHeader(requestIdHeader, invocation.requestId);
    if (headers.type === "DryRun") {
      response.writeHead(204).end();
    } else if (headers.type === "Event") {
      invoker.accept(fn, invocation);
      response.writeHead(202, { "Content-Length": 0 }).end();
    } else {
      const dispatched = await invoker.invoke(fn, invocation);
      if (dispatched.kind === "throttled") sendError(response, throttled(dispatched.reason));
      else await respond(response, dispatched.running, invocation, headers.wantsTail);
    }
  }

  #readInvoke(
    request: IncomingMessage,
    body: Exclude<Body, { kind: "truncated" }>,
    reference: string,
    qualifier: string | null,
  ): { fn: LambdaFunction; headers: InvokeHeaders; invocation: Invocation } | { readonly error: AwsError } {
    const headers = readInvokeHeaders(request.headers);
    if ("error" in headers) return headers;
    const found = this.#find(reference, qualifier);
    if ("error" in found) return found;
    if (body.kind === "too-large") return { error: tooLarge() };
    const event = readEvent(body.bytes, headers.ok.type);
    if ("error" in event) return event;
    const { clientContext, traceId, wantsTail } = headers.ok;
    const { fn, arn } = found;
    const call = { payload: event.ok, arn, clientContext, traceId, wantsLog: wantsTail };
    return { fn, headers: headers.ok, invocation: this.#options.invoker.newInvocation(fn, call) };
  }

  #find(
    text: string,
    qualifierOfQuery: string | null,
  ): { readonly fn: LambdaFunction; readonly arn: string } | { readonly error: AwsError } {
    const { invoker } = this.#options;
    const reference = parseFunctionReference(text);
    if (!reference) {
      const message = `1 validation error detected: Value '${text}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`;
      return { error: userError(400, "ValidationException", message) };
    }
    const qualifier = qualifierOfQuery ?? reference.qualifier;
    const arn = functionArn(invoker.project, reference.name);
    const fn = invoker.find(reference.name);
    if (!fn || (qualifier !== undefined && qualifier !== "$LATEST")) {
      return { error: functionNotFound(qualifier === undefined ? arn : `${arn}:${qualifier}`) };
    }
    return { fn, arn: qualifier === undefined ? arn : `${arn}:${qualifier}` };
  }
}

const requestIdHeader = "x-amzn-RequestId";
const invocationsPath = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
const functionPath = /^\/2015-03-31\/functions\/([^/]+)(\/configuration)?$/;
const listPath = /^\/2015-03-31\/functions\/?$/;
const accountPath = /^\/2016-08-19\/account-settings\/?$/;

/** `ListFunctions` gives at most 50 at a time. Source: AWS Lambda API reference, ListFunctions. */
const pageSize = 50;

async function respond(
  response: ServerResponse,
  { answered, completed }: RunningInvocation,
  invocation: Invocation,
  wantsTail: boolean,
): Promise<void> {
  const { payload, errorType, contentType } = await answered;
  const headers: Record<string, string | number> = {
    "Content-Type": contentType,
    "Content-Length": payload.length,
    "X-Amz-Executed-Version": "$LATEST",
    "X-Amzn-Trace-Id": invocation.traceId,
  };
  if (errorType !== undefined) headers["X-Amz-Function-Error"] = "Unhandled";
  if (wantsTail) headers["X-Amz-Log-Result"] = Buffer.from((await completed).logTail).toString("base64");
  response.writeHead(200, headers).end(payload);
}

function listFunctions(project: Project, query: URLSearchParams): Record<string, unknown> {
  const start = Number(query.get("Marker") ?? 0) || 0;
  const end = start + Math.min(pageSize, Number(query.get("MaxItems") ?? pageSize) || pageSize);
  const page = project.functions.slice(start, end);
  return {
    Functions: page.map((fn) => functionConfiguration(project, fn)),
    ...(end < project.functions.length ? { NextMarker: String(end) } : {}),
  };
}

function accountSettings(project: Project, accountConcurrency: number): Record<string, unknown> {
  const reserved = project.functions.reduce((sum, fn) => sum + (fn.reservedConcurrency ?? 0), 0);
  return {
    AccountLimit: {
      TotalCodeSize: 322_122_547_200,
      CodeSizeUnzipped: limits.unpackedBytes.max,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: accountConcurrency,
      UnreservedConcurrentExecutions: accountConcurrency - reserved,
    },
    AccountUsage: { FunctionCount: project.functions.length },
  };
}

const internalError: AwsError = {
  status: 500,
  type: "ServiceException",
  body: { Type: "Service", Message: "The local runner failed; its log says how." },
};

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function sendJson(response: ServerResponse, body: Record<string, unknown>): void {
  const text = JSON.stringify(body);
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) }).end(text);
}

function sendError(response: ServerResponse, error: AwsError): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const text = JSON.stringify(error.body);
  response.writeHead(error.status, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(text),
    "x-amzn-ErrorType": error.type,
    ...(error.retryAfterS === undefined ? {} : { "Retry-After": error.retryAfterS }),
  });
  response.end(text);
}

function portTaken(port: number, cause: NodeJS.ErrnoException): Failure {
  const message =
    cause.code === "EACCES"
      ? `Port ${port} is not for ordinary users to open. Choose one above 1023 with --port, or let one be chosen with --port 0.`
      : `Port ${port} is taken. Stop the program that uses it, choose another with --port, or let one be chosen with --port 0.`;
  return new Failure("port-taken", message, { cause });
}
