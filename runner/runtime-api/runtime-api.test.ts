import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test, type TestContext } from "node:test";
import { syncResponseLimitBytes } from "../model/payload-limits.ts";
import { RuntimeApi, type Delivery, type RuntimeAnswer } from "./runtime-api.ts";

/** What a Runtime API told its environment, in order. */
type Told =
  "ready" | RuntimeAnswer | { readonly kind: "init-error"; readonly payload: string; readonly errorType: string };

interface Runtime {
  readonly api: RuntimeApi;
  readonly told: Told[];
  /** Sends a request as it stands, and resolves to the whole answer up to the end of the connection. */
  readonly raw: (request: string | Buffer) => Promise<string>;
  readonly next: () => Promise<Response>;
  readonly post: (
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers?: Record<string, string>,
  ) => Promise<Response>;
}

async function runtime(t: TestContext): Promise<Runtime> {
  const told: Told[] = [];
  const api = await RuntimeApi.listen("127.0.0.1", {
    onReady: () => void told.push("ready"),
    onAnswer: (answer) => void told.push(answer),
    onInitError: ({ payload, errorType }) =>
      void told.push({ kind: "init-error", payload: payload.toString(), errorType }),
  });
  t.after(() => api.close());
  const base = `http://127.0.0.1:${api.port}/2018-06-01/runtime`;
  return {
    api,
    told,
    raw: (request) => exchange(api.port, request),
    next: () => fetch(`${base}/invocation/next`),
    post: (path, body = "{}", headers = {}) => fetch(`${base}/${path}`, { method: "POST", body, headers }),
  };
}

async function exchange(port: number, request: string | Buffer): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.end(request);
  await once(socket, "close");
  return Buffer.concat(chunks).toString();
}

const delivery: Delivery = {
  requestId: "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
  payload: Buffer.from('{"a":1}'),
  deadlineMs: 1_542_409_706_888,
  invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:hello:live",
  traceId: "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1",
  clientContext: undefined,
  cognitoIdentity: undefined,
};
const response = `invocation/${delivery.requestId}/response`;
const error = `invocation/${delivery.requestId}/error`;

/** A runtime that has been handed the event. */
async function running(t: TestContext, changes: Partial<Delivery> = {}): Promise<Runtime> {
  const started = await runtime(t);
  started.api.deliver({ ...delivery, ...changes });
  await (await started.next()).text();
  return started;
}

test("hands over an event in exactly these bytes", async (t) => {
  const { api, raw } = await runtime(t);
  api.deliver({
    ...delivery,
    clientContext: '{"client":{"app_title":"a"}}',
    cognitoIdentity: '{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}',
  });
  const answer = await raw("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  assert.equal(
    answer,
    [
      "HTTP/1.1 200 OK",
      "Content-Type: application/json",
      "Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd",
      "Lambda-Runtime-Deadline-Ms: 1542409706888",
      "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:123456789012:function:hello:live",
      "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1",
      "Content-Length: 7",
      'Lambda-Runtime-Client-Context: {"client":{"app_title":"a"}}',
      'Lambda-Runtime-Cognito-Identity: {"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}',
      "Connection: close",
      "",
      '{"a":1}',
    ].join("\r\n"),
  );
});

test("leaves out the headers of what the caller did not give", async (t) => {
  const { api, next } = await runtime(t);
  api.deliver(delivery);
  const { headers } = await next();
  assert.equal(headers.has("lambda-runtime-client-context"), false);
  assert.equal(headers.has("lambda-runtime-cognito-identity"), false);
});

test("says once that the runtime is ready, and waits with the answer until there is an event", async (t) => {
  const { api, told, next } = await runtime(t);
  const waiting = next();
  while (told.length === 0) await new Promise(setImmediate);
  assert.deepEqual(told, ["ready"]);
  api.deliver(delivery);
  assert.equal(await (await waiting).text(), '{"a":1}');
  assert.deepEqual(told, ["ready"]);
});

test("accepts a response with 202 and AWS's body", async (t) => {
  const { told, post } = await running(t);
  const answer = await post(response, '"done"', { "Content-Type": "application/json" });
  assert.equal(answer.status, 202);
  assert.equal(answer.headers.get("content-type"), "application/json");
  assert.equal(await answer.text(), '{"status":"OK"}\n');
  assert.deepEqual(told.at(-1), {
    kind: "response",
    payload: Buffer.from('"done"'),
    contentType: "application/json",
    streamed: false,
  });
});

test("takes a response of any content, and of exactly the limit", async (t) => {
  const { told, post } = await running(t);
  const answer = await post(response, new Uint8Array(syncResponseLimitBytes), { "Content-Type": "image/png" });
  assert.equal(answer.status, 202);
  const taken = told.at(-1);
  assert.ok(typeof taken === "object" && taken.kind === "response");
  assert.deepEqual([taken.contentType, taken.payload.length], ["image/png", 6_291_556]);
});

test("refuses a response above the limit with 413", async (t) => {
  const { told, post } = await running(t);
  const answer = await post(response, new Uint8Array(syncResponseLimitBytes + 1));
  assert.equal(answer.status, 413);
  assert.equal(
    await answer.text(),
    '{"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).","errorType":"RequestEntityTooLarge"}\n',
  );
  assert.deepEqual(told.at(-1), {
    kind: "unusable",
    errorType: "Function.ResponseSizeTooLarge",
    message: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
  });
});

test("refuses a response for another request with 400, and still takes the right one", async (t) => {
  const { told, post } = await running(t);
  for (const what of ["response", "error"]) {
    const answer = await post(`invocation/00000000-0000-0000-0000-000000000000/${what}`);
    assert.equal(answer.status, 400);
    assert.equal(await answer.text(), '{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}\n');
  }
  assert.deepEqual(told, []);
  assert.equal((await post(response)).status, 202);
});

test("refuses an unknown response mode with 400, which fails the invocation", async (t) => {
  const { told, post } = await running(t);
  const answer = await post(response, "{}", { "Lambda-Runtime-Function-Response-Mode": "buffered" });
  assert.equal(answer.status, 400);
  assert.equal(
    await answer.text(),
    '{"errorMessage":"Invalid function response mode","errorType":"InvalidFunctionResponseMode"}\n',
  );
  const failed = told.at(-1);
  assert.ok(typeof failed === "object" && failed.kind === "unusable");
  assert.equal(failed.errorType, "Runtime.InvalidResponseModeHeader");
});

test("fails an invocation whose response is cut short", async (t) => {
  const { told, raw } = await running(t);
  await raw(`POST /2018-06-01/runtime/${response} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly this`);
  assert.deepEqual(told.at(-1), {
    kind: "unusable",
    errorType: "Runtime.TruncatedResponse",
    message: "Truncated response",
  });
});

const transitions = [
  [
    "Ready",
    "init/error",
    "InitError",
    async ({ next, told }: Runtime) => {
      next().catch(() => undefined);
      while (told.length === 0) await new Promise(setImmediate);
    },
  ],
  [
    "Running",
    "init/error",
    "InitError",
    async ({ api, next }: Runtime) => {
      api.deliver(delivery);
      await next();
    },
  ],
  [
    "RuntimeResponseSentState",
    response,
    "InvocationResponse",
    async ({ api, next, post }: Runtime) => {
      api.deliver(delivery);
      await next();
      await post(response);
    },
  ],
  [
    "RuntimeResponseSentState",
    error,
    "InvocationErrorResponse",
    async ({ api, next, post }: Runtime) => {
      api.deliver(delivery);
      await next();
      await post(error);
    },
  ],
  [
    "InitError",
    "init/error",
    "InitError",
    async ({ post }: Runtime) => {
      await post("init/error");
    },
  ],
] as const;
for (const [from, path, to, arrange] of transitions) {
  test(`refuses the step from ${from} to ${to} with 403, in AWS's words`, async (t) => {
    const started = await runtime(t);
    await arrange(started);
    const answer = await started.post(path);
    assert.equal(answer.status, 403);
    assert.equal(
      await answer.text(),
      `{"errorMessage":"State transition from ${from} to ${to} failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}\n`,
    );
  });
}

test("knows no request id before the first event", async (t) => {
  const { post } = await runtime(t);
  for (const path of [response, error]) assert.equal((await post(path)).status, 400);
});

test("refuses to hand out events after an init error", async (t) => {
  const { told, next, post } = await runtime(t);
  const body = '{"errorMessage":"no such module","errorType":"Runtime.ImportModuleError"}';
  const answer = await post("init/error", body, { "Lambda-Runtime-Function-Error-Type": "Runtime.ImportModuleError" });
  assert.equal(answer.status, 202);
  assert.equal(await answer.text(), '{"status":"OK"}\n');
  assert.deepEqual(told, [{ kind: "init-error", payload: body, errorType: "Runtime.ImportModuleError" }]);
  const refused = await next();
  assert.equal(refused.status, 403);
  assert.match(await refused.text(), /from InitError to Ready failed/);
});

const errorTypes = [
  ["Runtime.UserFailure", "Runtime.UserFailure"],
  ["Function.TypeError", "Function.TypeError"],
  ["Function.typeError", "Function.Unknown"],
  ["TypeError", "Runtime.Unknown"],
  ["Runtime.", "Runtime.Unknown"],
  ["", "Runtime.Unknown"],
] as const;
for (const [header, reported] of errorTypes) {
  test(`reports the error type "${header}" as ${reported}, and passes the payload on`, async (t) => {
    const { told, post } = await running(t);
    const body = '{"errorMessage":"x","errorType":"TypeError","stackTrace":[]}';
    const answer = await post(error, body, { "Lambda-Runtime-Function-Error-Type": header });
    assert.equal(answer.status, 202);
    assert.deepEqual(told.at(-1), { kind: "error", payload: Buffer.from(body), errorType: reported });
  });
}

const streamingHead = [
  `POST /2018-06-01/runtime/${response} HTTP/1.1`,
  "Host: x",
  "Lambda-Runtime-Function-Response-Mode: streaming",
  "Transfer-Encoding: chunked",
  "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
  "Connection: close",
].join("\r\n");

test("takes a streamed response, of any content unless it says which", async (t) => {
  const { told, raw } = await running(t);
  const answer = await raw(`${streamingHead}\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n`);
  assert.match(answer, /^HTTP\/1\.1 202 Accepted\r\n/);
  assert.deepEqual(told.at(-1), {
    kind: "response",
    payload: Buffer.from("hello world"),
    contentType: "application/octet-stream",
    streamed: true,
  });
});

test("takes the error in the trailers of a streamed response that failed midway", async (t) => {
  const { told, raw } = await running(t);
  const body = Buffer.from('{"errorMessage":"midway","errorType":"Error"}');
  const trailers = [
    "Lambda-Runtime-Function-Error-Type: Function.Error",
    `Lambda-Runtime-Function-Error-Body: ${body.toString("base64")}`,
  ].join("\r\n");
  await raw(`${streamingHead}\r\n\r\n5\r\nhello\r\n0\r\n${trailers}\r\n\r\n`);
  assert.deepEqual(told.at(-1), { kind: "error", payload: body, errorType: "Function.Error" });
});

test("hands the same event out again to a runtime that lost the answer", async (t) => {
  const { told, next, post } = await running(t);
  const again = await next();
  assert.equal(again.headers.get("lambda-runtime-aws-request-id"), delivery.requestId);
  assert.equal(await again.text(), '{"a":1}');
  assert.equal((await post(response)).status, 202);
  assert.equal(told.length, 1);
});

test("answers the newest of two waiting requests, and keeps no event for a client that went away", async (t) => {
  const { api, told, next } = await runtime(t);
  const forgotten = next();
  const refused = assert.rejects(forgotten);
  while (told.length === 0) await new Promise(setImmediate);
  const newest = next();
  await refused;
  api.deliver(delivery);
  assert.equal(await (await newest).text(), '{"a":1}');
  assert.deepEqual(told, ["ready"]);
});

test("answers pings, and unknown paths with 404", async (t) => {
  const { api, raw } = await runtime(t);
  const base = `http://127.0.0.1:${api.port}`;
  assert.equal(await (await fetch(`${base}/2018-06-01/ping`)).text(), "pong");
  const unknown = await fetch(`${base}/2018-06-01/runtime/nothing`);
  assert.deepEqual([unknown.status, await unknown.text()], [404, "404 page not found\n"]);
  const wrongMethod = await raw(`GET /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  assert.match(wrongMethod, /^HTTP\/1\.1 404 /);
});
