import assert from "node:assert/strict";
import test from "node:test";
import { parse, runFunction } from "./process-engine/running-function.ts";

const id = "11111111-2222-3333-4444-555555555555";
const asRequest = { "Lambda-Runtime-Aws-Request-Id": id };

/** A handler file in each form that Lambda loads. */
const forms = {
  "CommonJS in .js": { "index.js": "exports.handler = async (event) => ({ got: event });" },
  "CommonJS in .cjs": { "index.cjs": "exports.handler = async (event) => ({ got: event });" },
  "an ES module in .mjs": { "index.mjs": "export const handler = async (event) => ({ got: event });" },
  "an ES module in .js of a module package": {
    "package.json": '{"type":"module"}',
    "index.js": "export const handler = async (event) => ({ got: event });",
  },
  "an ES module that awaits at top level": {
    "index.mjs":
      "const got = await Promise.resolve('got'); export const handler = async (event) => ({ [got]: event });",
  },
};

for (const [form, files] of Object.entries(forms)) {
  for (const runtime of ["nodejs22.x", "nodejs24.x"]) {
    test(`${runtime} runs ${form}`, async (t) => {
      const fn = await runFunction(t, { runtime, files });
      assert.deepEqual(await fn.call({ a: "é" }), { got: { a: "é" } });
      assert.deepEqual(await fn.call([2]), { got: [2] });
    });
  }
}

const styles = {
  "a value by promise": ["async () => 1", 1],
  nothing: ["async () => {}", null],
  "a value by callback": ["(event, context, callback) => setTimeout(() => callback(null, 2), 5)", 2],
  "a value by context.succeed": ["(event, context) => context.succeed(3)", 3],
  "a value by context.done": ["(event, context) => context.done(null, 4)", 4],
  "null when nothing is left to do": ["(event, context, callback) => { setTimeout(() => {}, 5); }", null],
  "null when its promise never settles": ["() => new Promise(() => {})", null],
  "null for what a synchronous handler returns": ["() => 'ignored'", null],
  "the first of several answers": ["(event, context, callback) => { callback(null, 5); callback(null, 6); }", 5],
  "a callback after the event loop has emptied": [
    "(event, context, callback) => { const seen = []; setTimeout(() => seen.push('late'), 5); callback(null, seen); }",
    ["late"],
  ],
  "a callback at once when the context says so": [
    "(event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; setInterval(() => {}, 1000); callback(null, 7); }",
    7,
  ],
} as const;

for (const [what, [handler, answer]] of Object.entries(styles)) {
  test(`nodejs22.x answers with ${what}, twice`, async (t) => {
    const fn = await runFunction(t, { runtime: "nodejs22.x", files: { "index.js": `exports.handler = ${handler};` } });
    assert.deepEqual(await fn.call({}), answer);
    assert.deepEqual(await fn.call({}), answer);
  });
}

test("nodejs24.x answers with what a synchronous handler returns", async (t) => {
  const fn = await runFunction(t, { runtime: "nodejs24.x", files: { "index.js": "exports.handler = () => 'sync';" } });
  assert.equal(await fn.call({}), "sync");
});

const errors = {
  "a thrown error": ["async () => { throw new TypeError('boom') }", { errorType: "TypeError", errorMessage: "boom" }],
  "an error given to the callback": [
    "(e, c, callback) => callback(new RangeError('far'))",
    { errorType: "RangeError", errorMessage: "far" },
  ],
  "a string given to the callback": [
    "(e, c, callback) => callback('sorry')",
    { errorType: "string", errorMessage: "sorry", trace: [] },
  ],
  "context.fail": ["(e, context) => context.fail(new Error('failed'))", { errorType: "Error", errorMessage: "failed" }],
  "an error thrown synchronously": ["() => { throw new Error('now') }", { errorType: "Error", errorMessage: "now" }],
  "an answer that is no JSON": [
    "async () => 1n",
    { errorType: "Error", errorMessage: "Unable to stringify response body" },
  ],
} as const;

for (const [what, [handler, expected]] of Object.entries(errors)) {
  test(`nodejs22.x reports ${what} and takes the next event`, async (t) => {
    const fn = await runFunction(t, { runtime: "nodejs22.x", files: { "index.js": `exports.handler = ${handler};` } });
    const post = await fn.invoke({});
    assert.equal(post.kind, "error");
    const payload = parse(post.body) as { trace: string[] };
    assert.deepEqual({ ...payload, ...expected }, payload);
    assert.equal(post.headers["lambda-runtime-function-error-type"], expected.errorType);
    assert.equal((await fn.invoke({})).kind, "error");
  });
}

test("gives the trace of an error line by line, and its cause for X-Ray", async (t) => {
  const fn = await runFunction(t, {
    runtime: "nodejs24.x",
    files: { "index.js": "exports.handler = async () => { throw new Error('boom') };" },
  });
  const post = await fn.invoke({}, asRequest);
  const { trace } = parse(post.body) as { trace: string[] };
  assert.equal(trace[0], "Error: boom");
  assert.match(trace[1] ?? "", /^ {4}at .*index\.js:1:/);
  const cause = JSON.parse(String(post.headers["lambda-runtime-function-xray-error-cause"])) as {
    exceptions: unknown[];
  };
  assert.equal(cause.exceptions.length, 1);
  assert.match(
    await fn.output(),
    new RegExp(`\\t${id}\\tERROR\\tInvoke Error \\t\\{"errorType":"Error","errorMessage":"boom","stack":\\[`),
  );
});

const initErrors = [
  ["handler", "Runtime.MalformedHandlerName", /^Bad handler$/],
  ["../index.handler", "Runtime.MalformedHandlerName", /^'\.\.\/index\.handler' is not a valid handler name\./],
  [
    "missing.handler",
    "Runtime.ImportModuleError",
    /^Error: Cannot find module 'missing'\nRequire stack:\n- \/var\/runtime\/index\.mjs$/,
  ],
  ["broken.handler", "Runtime.UserCodeSyntaxError", /^SyntaxError: /],
  [
    "needy.handler",
    "Runtime.ImportModuleError",
    /^Error: Cannot find module 'not-installed'\nRequire stack:\n- .*needy\.js/,
  ],
  ["index.absent", "Runtime.HandlerNotFound", /^index\.absent is undefined or not exported$/],
  ["index.number", "Runtime.HandlerNotFound", /^index\.number is not a function$/],
  ["index.odd", "Runtime.MalformedStreamingHandler", /^Only response streaming is supported\.$/],
  ["throwing.handler", "TypeError", /^at load$/],
] as const;

for (const [handler, errorType, message] of initErrors) {
  test(`reports ${errorType} for the handler ${handler} and exits with 129`, async (t) => {
    const fn = await runFunction(t, {
      runtime: "nodejs22.x",
      handler,
      files: {
        "index.js": `exports.number = 1; exports.odd = async () => {}; exports.odd[Symbol.for("aws.lambda.runtime.handler.streaming")] = "request";`,
        "broken.js": "exports.handler = {{;",
        "needy.js": "require('not-installed');",
        "throwing.js": "throw new TypeError('at load');",
      },
    });
    const error = await fn.initError();
    assert.equal(error.errorType, errorType);
    assert.match(String(error.errorMessage), message);
    assert.equal((await fn.api.initError).headers["lambda-runtime-function-error-type"], errorType);
    assert.deepEqual(await fn.sandbox.exited, { kind: "exited", code: 129 });
    assert.match(await fn.output(), /^\S+Z\tundefined\tERROR\tUncaught Exception \t\{"errorType":/m);
  });
}

test("nodejs24.x refuses a handler with three parameters", async (t) => {
  const fn = await runFunction(t, {
    runtime: "nodejs24.x",
    files: { "index.js": "exports.handler = async (event, context, callback) => 1;" },
  });
  const error = await fn.initError();
  assert.equal(error.errorType, "Runtime.CallbackHandlerDeprecated");
  assert.match(
    String(error.errorMessage),
    /removed support for callback-based function handlers starting with Node\.js 24/,
  );
});

test("nodejs24.x takes a streaming handler with three parameters", async (t) => {
  const files = {
    "index.js": "exports.handler = awslambda.streamifyResponse(async (event, stream, context) => stream.end('ok'));",
  };
  const fn = await runFunction(t, { runtime: "nodejs24.x", files });
  assert.equal((await fn.invoke({})).body.toString(), "ok");
});

test("nodejs22.x warns of a callback handler unless told not to", async (t) => {
  const files = { "index.js": "exports.handler = (event, context, callback) => callback();" };
  const warned = await runFunction(t, { runtime: "nodejs22.x", files });
  await warned.call({});
  assert.match(await warned.output(), /\tundefined\tWARN\tAWS Lambda plans to remove support for callback-based/);
  const variables = { AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING: "1" };
  const quiet = await runFunction(t, { runtime: "nodejs22.x", files, variables });
  await quiet.call({});
  assert.equal(await quiet.output(), "");
});

test("finds nested handlers in subfolders", async (t) => {
  const files = { "src/app/main.js": "exports.api = { get: { handler: async () => 'nested' } };" };
  const fn = await runFunction(t, { runtime: "nodejs22.x", handler: "src/app/main.api.get.handler", files });
  assert.equal(await fn.call({}), "nested");
});

test("finds modules of a layer", async (t) => {
  const fn = await runFunction(t, {
    runtime: "nodejs22.x",
    files: { "index.js": "const layer = require('from-layer'); exports.handler = async () => layer;" },
    layer: { "nodejs/node_modules/from-layer/index.js": "module.exports = 'layered';" },
  });
  assert.equal(await fn.call({}), "layered");
});
