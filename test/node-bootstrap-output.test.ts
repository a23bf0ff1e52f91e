import assert from "node:assert/strict";
import test from "node:test";
import { parse, runFunction } from "./process-engine/running-function.ts";

const id = "11111111-2222-3333-4444-555555555555";
const asRequest = { "Lambda-Runtime-Aws-Request-Id": id };

test("fills in the whole context", async (t) => {
  const fn = await runFunction(t, {
    runtime: "nodejs22.x",
    files: {
      "index.mjs": `export const handler = async (event, context) => ({
        ...context,
        remaining: context.getRemainingTimeInMillis(),
        functions: ["done", "fail", "succeed"].filter((name) => typeof context[name] === "function"),
        trace: process.env._X_AMZN_TRACE_ID,
      });`,
    },
  });
  const context = (await fn.call(
    {},
    {
      ...asRequest,
      "Lambda-Runtime-Trace-Id": "Root=1-0-0;Sampled=1",
      "Lambda-Runtime-Client-Context": Buffer.from('{"custom":{"name":"Zoë"}}').toString("latin1"),
      "Lambda-Runtime-Cognito-Identity": '{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}',
      "Lambda-Runtime-Aws-Tenant-Id": "blue",
    },
  )) as { remaining: number };
  assert.ok(context.remaining > 0 && context.remaining <= 3000);
  assert.deepEqual(context, {
    functionName: "hello",
    functionVersion: "$LATEST",
    invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:hello",
    memoryLimitInMB: "256",
    awsRequestId: id,
    logGroupName: "/aws/lambda/hello",
    logStreamName: "2026/11/23/[$LATEST]0123",
    identity: { cognitoIdentityId: "i", cognitoIdentityPoolId: "p" },
    clientContext: { custom: { name: "Zoë" } },
    tenantId: "blue",
    callbackWaitsForEmptyEventLoop: true,
    remaining: context.remaining,
    functions: ["done", "fail", "succeed"],
    trace: "Root=1-0-0;Sampled=1",
  });
  assert.equal(((await fn.call({})) as { trace?: string }).trace, undefined);
});

test("writes console lines in Lambda's text format and leaves raw output alone", async (t) => {
  const fn = await runFunction(t, {
    runtime: "nodejs22.x",
    files: {
      "index.js": `console.log("loading");
        exports.handler = async () => {
          console.log("hi %s", "there", { a: 1 });
          process.stdout.write("raw\\n");
          console.error(new Error("bad").message);
          console.warn("careful"); console.debug("detail"); console.trace("where"); console.fatal("over");
        };`,
    },
  });
  await fn.call({}, asRequest);
  const lines = (await fn.output()).trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => line.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, "TIME")),
    [
      "TIME\tundefined\tINFO\tloading",
      `TIME\t${id}\tINFO\thi there { a: 1 }`,
      "raw",
      `TIME\t${id}\tERROR\tbad`,
      `TIME\t${id}\tWARN\tcareful`,
      `TIME\t${id}\tDEBUG\tdetail`,
      `TIME\t${id}\tTRACE\twhere`,
      `TIME\t${id}\tFATAL\tover`,
    ],
  );
});

test("writes console lines as JSON from the level that is set", async (t) => {
  const fn = await runFunction(t, {
    runtime: "nodejs22.x",
    variables: { AWS_LAMBDA_LOG_FORMAT: "JSON", AWS_LAMBDA_LOG_LEVEL: "INFO" },
    files: {
      "index.js": `exports.handler = async () => {
        console.debug("hidden");
        console.info({ a: 1 });
        console.log("two", 2);
        console.error("failed:", new TypeError("bad"));
      };`,
    },
  });
  await fn.call({}, asRequest);
  const [object, text, error, ...more] = (await fn.output()).trimEnd().split("\n").map(parseLine);
  const timestamp = object?.["timestamp"];
  assert.match(String(timestamp), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual(object, { timestamp, level: "INFO", requestId: id, message: { a: 1 } });
  assert.equal(text?.["message"], "two 2");
  assert.match(String(error?.["message"]), /^failed: TypeError: bad/);
  assert.equal(error?.["level"], "ERROR");
  assert.equal(error["errorType"], "TypeError");
  assert.equal(error["errorMessage"], "bad");
  assert.equal((error["stackTrace"] as string[])[0], "TypeError: bad");
  assert.deepEqual(more, []);
});

test("reports a rejection that nobody handles and exits with 128", async (t) => {
  const files = {
    "index.js": "exports.handler = () => { Promise.reject(new Error('lost')); return new Promise(() => {}); };",
  };
  const fn = await runFunction(t, { runtime: "nodejs22.x", files });
  const post = await fn.api.invoke({});
  assert.equal(post.kind, "error");
  const { errorType, errorMessage } = parse(post.body) as Record<string, unknown>;
  assert.deepEqual(
    { errorType, errorMessage },
    { errorType: "Runtime.UnhandledPromiseRejection", errorMessage: "Error: lost" },
  );
  assert.deepEqual(await fn.sandbox.exited, { kind: "exited", code: 128 });
  assert.match(
    await fn.output(),
    /ERROR\tUnhandled Promise Rejection \t\{"errorType":"Runtime\.UnhandledPromiseRejection"/,
  );
});

test("reports an exception that nobody catches and exits with 129", async (t) => {
  const files = {
    "index.js":
      "exports.handler = () => { setTimeout(() => { throw new Error('late') }); return new Promise(() => {}); };",
  };
  const fn = await runFunction(t, { runtime: "nodejs22.x", files });
  const post = await fn.api.invoke({});
  assert.equal((parse(post.body) as Record<string, unknown>)["errorMessage"], "late");
  assert.deepEqual(await fn.sandbox.exited, { kind: "exited", code: 129 });
});

test("reports an exception between two invocations against the last one", async (t) => {
  const files = {
    "index.js": "exports.handler = async () => { setTimeout(() => { throw new Error('afterwards') }, 20); };",
  };
  const fn = await runFunction(t, { runtime: "nodejs22.x", files });
  assert.equal((await fn.invoke({})).kind, "response");
  assert.deepEqual(await fn.sandbox.exited, { kind: "exited", code: 129 });
});

test("streams a response as it is written", async (t) => {
  const files = {
    "index.mjs": `export const handler = awslambda.streamifyResponse(async (event, stream) => {
      stream.setContentType("text/plain");
      stream.write("one ");
      stream.write({ two: 2 });
      stream.end();
      await new Promise((resolve) => stream.on("finish", resolve));
    });`,
  };
  const fn = await runFunction(t, { runtime: "nodejs22.x", files });
  for (const attempt of [1, 2]) {
    const { headers, body } = await fn.invoke({ attempt });
    assert.equal(headers["lambda-runtime-function-response-mode"], "streaming");
    assert.equal(headers["content-type"], "text/plain");
    assert.equal(headers["transfer-encoding"], "chunked");
    assert.equal(body.toString(), 'one {"two":2}');
  }
});

test("puts status and headers in front of a streamed HTTP response", async (t) => {
  const files = {
    "index.mjs": `import { pipeline } from "node:stream/promises"; import { Readable } from "node:stream";
      export const handler = awslambda.streamifyResponse(async (event, stream) => {
        const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { a: "b" } });
        await pipeline(Readable.from(["body"]), http);
      });`,
  };
  const fn = await runFunction(t, { runtime: "nodejs24.x", files });
  const { headers, body } = await fn.invoke({});
  assert.equal(headers["content-type"], "application/vnd.awslambda.http-integration-response");
  assert.equal(body.toString("latin1"), `{"statusCode":201,"headers":{"a":"b"}}${"\0".repeat(8)}body`);
});

test("reports an error after the first byte in the trailers", async (t) => {
  const files = {
    "index.mjs": `export const handler = awslambda.streamifyResponse(async (event, stream) => {
      stream.write("half"); throw new TypeError("broke off");
    });`,
  };
  const fn = await runFunction(t, { runtime: "nodejs22.x", files });
  const { kind, body, trailers } = await fn.invoke({});
  assert.equal(kind, "response");
  assert.equal(body.toString(), "half");
  assert.equal(trailers["lambda-runtime-function-error-type"], "TypeError");
  const error = parse(Buffer.from(trailers["lambda-runtime-function-error-body"] ?? "", "base64")) as Record<
    string,
    unknown
  >;
  assert.equal(error["errorMessage"], "broke off");
  assert.equal((await fn.invoke({})).kind, "response");
});

test("reports an error before the first byte as any other", async (t) => {
  const files = {
    "index.mjs": "export const handler = awslambda.streamifyResponse(async () => { throw new Error('early'); });",
  };
  const fn = await runFunction(t, { runtime: "nodejs22.x", files });
  assert.equal((await fn.invoke({})).kind, "error");
});

test("reports a stream that was never written to when nothing is left to do", async (t) => {
  const files = { "index.mjs": "export const handler = awslambda.streamifyResponse(async () => {});" };
  const fn = await runFunction(t, { runtime: "nodejs22.x", files });
  const error = (await fn.call({})) as Record<string, unknown>;
  assert.equal(error["errorMessage"], "Response stream is not finished.");
});

test("lets a function collect garbage", async (t) => {
  const files = { "index.js": "exports.handler = async () => { const kind = typeof global.gc; gc(); return kind; };" };
  const fn = await runFunction(t, { runtime: "nodejs24.x", files });
  assert.equal(await fn.call({}), "function");
});

test("talks over one connection and tells what it used", async (t) => {
  const fn = await runFunction(t, { runtime: "nodejs24.x", files: { "index.js": "exports.handler = async () => 1;" } });
  await fn.call({});
  await fn.call({});
  assert.equal(fn.api.connections, 1);
  const [first] = fn.api.requests;
  assert.ok(Number(first?.["pilotlight-cpu-us"]) > 0);
  assert.ok(Number(first?.["pilotlight-max-rss-kb"]) > 1000);
});

test("ends without a word when its Runtime API is gone", async (t) => {
  const fn = await runFunction(t, { runtime: "nodejs24.x", files: { "index.js": "exports.handler = async () => 1;" } });
  await fn.api.ready;
  fn.api.close();
  assert.deepEqual(await fn.sandbox.exited, { kind: "exited", code: 1 });
  assert.equal(await fn.output(), "");
});

function parseLine(line: string): Record<string, unknown> {
  return JSON.parse(line) as Record<string, unknown>;
}
