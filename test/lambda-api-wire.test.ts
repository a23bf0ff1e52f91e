import assert from "node:assert/strict";
import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";
import { before, describe, test } from "node:test";
import { fixture } from "./harness/project.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { suiteScope } from "./harness/scope.ts";

describe("the Lambda API on the wire", () => {
  const scope = suiteScope();
  let project: RunningProject;
  before(async () => {
    project = await startProject(scope, {
      copies: { node: fixture("node-echo") },
      functions: {
        Echo: { Runtime: "nodejs24.x", Handler: "index.handler", CodeUri: "node" },
        Fails: { Runtime: "nodejs24.x", Handler: "index.fail", CodeUri: "node" },
      },
    });
  });

  const echo = "/2015-03-31/functions/Echo/invocations";
  const post = (path: string, headers: OutgoingHttpHeaders = {}, body = "{}") =>
    send(project.runner.lambdaApi, "POST", path, headers, body);

  test("answers an invocation with AWS's headers", async () => {
    const { status, headers, body } = await post(echo);
    assert.equal(status, 200);
    const { requestId } = JSON.parse(body) as { requestId: string };
    assert.match(requestId, uuid);
    assert.equal(headers["x-amzn-requestid"], requestId);
    assert.equal(headers["x-amz-executed-version"], "$LATEST");
    assert.equal(headers["content-type"], "application/json");
    assert.equal(headers["content-length"], String(Buffer.byteLength(body)));
    assert.match(String(headers["x-amzn-trace-id"]), /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};/);
    assert.equal(headers["x-amz-function-error"], undefined);
    assert.equal(headers["x-amz-log-result"], undefined);
  });

  test("answers a failed one in the same way, with the error header", async () => {
    const { status, headers } = await post("/2015-03-31/functions/Fails/invocations");
    assert.equal(status, 200);
    assert.equal(headers["x-amz-function-error"], "Unhandled");
    assert.equal(headers["x-amz-executed-version"], "$LATEST");
  });

  test("answers an event with 202 and no body, a dry run with 204", async () => {
    const event = await post(echo, { "X-Amz-Invocation-Type": "Event" });
    assert.deepEqual([event.status, event.body], [202, ""]);
    assert.match(String(event.headers["x-amzn-requestid"]), uuid);
    const dryRun = await post(echo, { "X-Amz-Invocation-Type": "DryRun" });
    assert.deepEqual([dryRun.status, dryRun.body], [204, ""]);
    assert.match(String(dryRun.headers["x-amzn-requestid"]), uuid);
  });

  test("takes a percent-encoded ARN, a qualifier and any content type", async () => {
    const arn = encodeURIComponent("arn:aws:lambda:us-east-1:123456789012:function:Echo");
    const path = `/2015-03-31/functions/${arn}/invocations?Qualifier=%24LATEST`;
    const { status, body } = await post(path, { "Content-Type": "text/plain" }, '{"a":1}');
    assert.equal(status, 200);
    assert.deepEqual((JSON.parse(body) as { event: unknown }).event, { a: 1 });
  });

  test("hands over the trace header it was sent", async () => {
    const traceId = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    const { headers, body } = await post(echo, { "X-Amzn-Trace-Id": traceId });
    assert.equal(headers["x-amzn-trace-id"], traceId);
    const { environment } = JSON.parse(body) as { environment: Record<string, string> };
    assert.equal(environment["_X_AMZN_TRACE_ID"], traceId);
  });

  test("names the error type in a header and says who is to blame", async () => {
    const { status, headers, body } = await post("/2015-03-31/functions/Missing/invocations");
    assert.equal(status, 404);
    assert.equal(headers["x-amzn-errortype"], "ResourceNotFoundException");
    assert.match(String(headers["x-amzn-requestid"]), uuid);
    assert.deepEqual(JSON.parse(body), {
      Type: "User",
      Message: "Function not found: arn:aws:lambda:us-east-1:123456789012:function:Missing",
    });
  });

  test("refuses an unknown invocation type", async () => {
    const { status, headers, body } = await post(echo, { "X-Amz-Invocation-Type": "Sometime" });
    assert.equal(status, 400);
    assert.equal(headers["x-amzn-errortype"], "ValidationException");
    assert.match(body, /Value 'Sometime' at 'invocationType' failed to satisfy constraint/);
  });

  test("refuses a body that is too large only after reading it, so that the sender sees the answer", async () => {
    const { status, headers } = await post(echo, {}, `"${"x".repeat(8_000_000)}"`);
    assert.equal(status, 413);
    assert.equal(headers["x-amzn-errortype"], "RequestTooLargeException");
  });

  for (const [what, headers] of [
    ["names another host", { Host: "attacker.example" }],
    ["names an address of another machine", { Host: "192.0.2.7:3001" }],
    ["comes from a page of another site", { Origin: "https://attacker.example" }],
    ["comes from a page without an origin", { Origin: "null" }],
  ] as const) {
    test(`refuses a request that ${what}`, async () => {
      const { status, headers: answered } = await post(echo, headers);
      assert.equal(status, 403);
      assert.equal(answered["x-amzn-errortype"], "AccessDeniedException");
    });
  }

  test("answers requests from this machine under its other names", async () => {
    const { port } = new URL(project.runner.lambdaApi);
    for (const headers of [
      { Host: `localhost:${port}` },
      { Host: `host.docker.internal:${port}` },
      { Origin: "http://localhost:5173" },
    ]) {
      assert.equal((await post(echo, headers)).status, 200);
    }
  });
});

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface Reply {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function send(
  origin: string,
  method: string,
  path: string,
  headers: OutgoingHttpHeaders,
  body: string,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    // `fetch` sets Host and Origin itself.
    const sent = request(`${origin}${path}`, { method, headers, agent: false }, (response) => {
      text(response).then(
        (received) => resolve({ status: response.statusCode, headers: response.headers, body: received }),
        reject,
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
