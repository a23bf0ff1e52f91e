import assert from "node:assert/strict";
import test from "node:test";
import { parse, runFunction } from "./process-engine/running-function.ts";

const id = "11111111-2222-3333-4444-555555555555";
const asRequest = { "Lambda-Runtime-Aws-Request-Id": id };
const runtime = "python3.12";

test("runs a Python handler again and again", async (t) => {
  const fn = await runFunction(t, {
    runtime,
    files: { "index.py": "def handler(event, context):\n    return {'got': event}\n" },
  });
  assert.deepEqual(await fn.call({ a: "é" }), { got: { a: "é" } });
  assert.deepEqual(await fn.call([1.5]), { got: [1.5] });
  assert.equal(fn.api.connections, 1);
});

const answers = {
  "nothing as null": ["None", null],
  "decimals as numbers": ["{'price': decimal.Decimal('1.10')}", { price: 1.1 }],
  "tuples as arrays": ["(1, 'two')", [1, "two"]],
  "text beyond ASCII": ["'naïve ✓'", "naïve ✓"],
} as const;

for (const [what, [expression, answer]] of Object.entries(answers)) {
  test(`answers ${what}`, async (t) => {
    const files = { "index.py": `import decimal\ndef handler(event, context):\n    return ${expression}\n` };
    const fn = await runFunction(t, { runtime, files });
    assert.deepEqual(await fn.call({}), answer);
  });
}

test("keeps every digit of a decimal", async (t) => {
  const files = {
    "index.py": "import decimal\ndef handler(event, context):\n    return decimal.Decimal('0.12345678901234567890')\n",
  };
  const fn = await runFunction(t, { runtime, files });
  assert.equal((await fn.invoke({})).body.toString(), "0.12345678901234567890");
});

test("answers bytes as they are", async (t) => {
  const fn = await runFunction(t, {
    runtime,
    files: { "index.py": "def handler(event, context):\n    return b'\\x00\\xff'\n" },
  });
  const post = await fn.invoke({});
  assert.deepEqual([...post.body], [0, 255]);
  assert.equal(post.headers["content-type"], "application/unknown");
});

test("reports an answer that is no JSON and takes the next event", async (t) => {
  const fn = await runFunction(t, {
    runtime,
    files: { "index.py": "def handler(event, context):\n    return {1} if event else 'fine'\n" },
  });
  assert.deepEqual(await fn.call(true, asRequest), {
    errorType: "Runtime.MarshalError",
    errorMessage: "Unable to marshal response: Object of type set is not JSON serializable",
    requestId: id,
    stackTrace: [],
  });
  assert.equal(await fn.call(false), "fine");
});

test("reports an event that is no JSON", async (t) => {
  const fn = await runFunction(t, { runtime, files: { "index.py": "def handler(event, context):\n    return 1\n" } });
  const error = (await fn.call("{")) as Record<string, unknown>;
  assert.equal(error["errorType"], "Runtime.UnmarshalError");
});

test("reports an exception with the frames of the function alone", async (t) => {
  const files = {
    "index.py": "def handler(event, context):\n    return inner()\ndef inner():\n    raise ValueError('boom')\n",
  };
  const fn = await runFunction(t, { runtime, files });
  const post = await fn.invoke({}, asRequest);
  const { stackTrace, ...rest } = parse(post.body) as { stackTrace: string[] };
  assert.deepEqual(rest, { errorType: "ValueError", errorMessage: "boom", requestId: id });
  assert.equal(stackTrace.length, 2);
  assert.match(stackTrace[0] ?? "", /^ {2}File ".*index\.py", line 2, in handler\n {4}return inner\(\)\n/);
  assert.equal(post.headers["lambda-runtime-function-error-type"], "ValueError");
  const lines = (await fn.output()).split("\n");
  assert.deepEqual(lines.slice(0, 2), ["[ERROR] ValueError: boom", "Traceback (most recent call last):"]);
  assert.match(lines[2] ?? "", /^\u00a0\u00a0File ".*index\.py", line 2, in handler$/);
});

const initErrors = [
  ["handler", "Runtime.MalformedHandlerName", "Bad handler 'handler': not enough values to unpack (expected 2, got 1)"],
  ["missing.handler", "Runtime.ImportModuleError", "Unable to import module 'missing': No module named 'missing'"],
  ["needy.handler", "Runtime.ImportModuleError", "Unable to import module 'needy': No module named 'not_installed'"],
  ["broken.handler", "Runtime.UserCodeSyntaxError", /^Syntax error in module 'broken': .*\(broken\.py, line 1\)$/],
  ["index.absent", "Runtime.HandlerNotFound", "Handler 'absent' missing on module 'index'"],
  ["sys.handler", "Runtime.BuiltInModuleConflict", "Cannot use built-in module sys as a handler module"],
  ["throwing.handler", "KeyError", "'STAGE'"],
] as const;

for (const [handler, errorType, message] of initErrors) {
  test(`reports ${errorType} for the Python handler ${handler} and exits with 1`, async (t) => {
    const files = {
      "index.py": "",
      "needy.py": "import not_installed",
      "broken.py": "def handler(:",
      "throwing.py": "raise KeyError('STAGE')",
    };
    const fn = await runFunction(t, { runtime, handler, files });
    const error = await fn.initError();
    assert.equal(error.errorType, errorType);
    if (typeof message === "string") assert.equal(error.errorMessage, message);
    else assert.match(String(error.errorMessage), message);
    assert.equal((await fn.api.initError).headers["lambda-runtime-function-error-type"], errorType);
    assert.deepEqual(await fn.sandbox.exited, { kind: "exited", code: 1 });
    assert.ok((await fn.output()).startsWith(`[ERROR] ${errorType}: `));
  });
}

test("finds handlers in packages, and modules of the code and of layers", async (t) => {
  const fn = await runFunction(t, {
    runtime,
    handler: "src/app/main.handler",
    files: {
      "src/app/main.py":
        "import beside, layered\ndef handler(event, context):\n    return [beside.name, layered.name]\n",
      "beside.py": "name = 'beside'",
    },
    layer: { "python/layered.py": "name = 'layered'" },
  });
  assert.deepEqual(await fn.call({}), ["beside", "layered"]);
});

test("fills in the whole Python context", async (t) => {
  const fn = await runFunction(t, {
    runtime,
    files: {
      "index.py": `import os
def handler(event, context):
    context.log("by the context\\n")
    names = ["function_name", "function_version", "invoked_function_arn", "memory_limit_in_mb", "aws_request_id",
             "log_group_name", "log_stream_name", "tenant_id"]
    return {**{name: getattr(context, name) for name in names},
            "remaining": context.get_remaining_time_in_millis(),
            "identity": context.identity.cognito_identity_id,
            "client": context.client_context and [context.client_context.custom, context.client_context.client.app_title],
            "trace": os.environ.get("_X_AMZN_TRACE_ID")}
`,
    },
  });
  const headers = {
    ...asRequest,
    "Lambda-Runtime-Trace-Id": "Root=1-0-0",
    "Lambda-Runtime-Client-Context": Buffer.from('{"custom":{"name":"Zoë"},"client":{"app_title":"app"}}').toString(
      "latin1",
    ),
    "Lambda-Runtime-Cognito-Identity": '{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}',
    "Lambda-Runtime-Aws-Tenant-Id": "blue",
  };
  const context = (await fn.call({}, headers)) as { remaining: number };
  assert.ok(context.remaining > 0 && context.remaining <= 3000);
  assert.deepEqual(context, {
    function_name: "hello",
    function_version: "$LATEST",
    invoked_function_arn: "arn:aws:lambda:us-east-1:123456789012:function:hello",
    memory_limit_in_mb: "256",
    aws_request_id: id,
    log_group_name: "/aws/lambda/hello",
    log_stream_name: "2026/11/23/[$LATEST]0123",
    tenant_id: "blue",
    remaining: context.remaining,
    identity: "i",
    client: [{ name: "Zoë" }, "app"],
    trace: "Root=1-0-0",
  });
  assert.equal(await fn.output(), "by the context\n");
  const second = (await fn.call({})) as Record<string, unknown>;
  assert.deepEqual([second["client"], second["identity"], second["trace"]], [null, null, null]);
});

test("writes Python's log lines in Lambda's text format, from WARNING on", async (t) => {
  const files = {
    "index.py":
      "import logging\ndef handler(event, context):\n    print('raw')\n    logging.info('hidden')\n    logging.warning('seen %d', 1)\n",
  };
  const fn = await runFunction(t, { runtime, files });
  await fn.call({}, asRequest);
  const [raw, line = "", ...more] = (await fn.output()).trimEnd().split("\n");
  assert.equal(raw, "raw");
  assert.match(
    line,
    new RegExp(`^\\[WARNING\\]\\t\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\\t${id}\\tseen 1$`),
  );
  assert.deepEqual(more, []);
});

test("writes Python's log lines as JSON from the level that is set", async (t) => {
  const fn = await runFunction(t, {
    runtime,
    variables: { AWS_LAMBDA_LOG_FORMAT: "JSON", AWS_LAMBDA_LOG_LEVEL: "INFO" },
    files: {
      "index.py": `import logging
log = logging.getLogger("shop")
def handler(event, context):
    log.debug("hidden")
    log.info("sold", extra={"sku": 7})
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("failed")
    raise ValueError("boom")
`,
    },
  });
  await fn.invoke({}, asRequest);
  const [sold, failed, error, ...more] = (await fn.output()).trimEnd().split("\n").map(parseLine);
  const timestamp = sold?.["timestamp"];
  assert.match(String(timestamp), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.deepEqual(sold, { timestamp, level: "INFO", message: "sold", logger: "shop", requestId: id, sku: 7 });
  assert.equal(failed?.["errorType"], "ZeroDivisionError");
  assert.equal(failed["errorMessage"], "division by zero");
  assert.match(String(failed["location"]), /index\.py:handler:9$/);
  assert.equal(error?.["level"], "ERROR");
  assert.equal(error["errorType"], "ValueError");
  assert.deepEqual(more, []);
});

test("ends with the code of sys.exit", async (t) => {
  const fn = await runFunction(t, {
    runtime,
    files: { "index.py": "import sys\ndef handler(event, context):\n    print('bye', end='')\n    sys.exit(event)\n" },
  });
  void fn.api.invoke(7);
  assert.deepEqual(await fn.sandbox.exited, { kind: "exited", code: 7 });
  assert.equal(await fn.output(), "bye");
});

test("tells what a Python process used", async (t) => {
  const fn = await runFunction(t, { runtime, files: { "index.py": "def handler(event, context):\n    return 1\n" } });
  await fn.api.ready;
  assert.ok(Number(fn.api.requests[0]?.["pilotlight-cpu-us"]) > 0);
  assert.equal(Number(fn.api.requests[0]?.["pilotlight-max-rss-kb"]) > 1000, process.platform !== "win32");
});

test("ends without a word when a Python function's Runtime API is gone", async (t) => {
  const fn = await runFunction(t, { runtime, files: { "index.py": "def handler(event, context):\n    return 1\n" } });
  await fn.api.ready;
  fn.api.close();
  assert.deepEqual(await fn.sandbox.exited, { kind: "exited", code: 1 });
  assert.equal(await fn.output(), "");
});

function parseLine(line: string): Record<string, unknown> {
  return JSON.parse(line) as Record<string, unknown>;
}
