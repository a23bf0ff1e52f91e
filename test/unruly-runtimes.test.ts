import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { fixture } from "./harness/project.ts";
import { reportLine } from "./harness/report-line.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { suiteScope } from "./harness/scope.ts";

const arn = "arn:aws:lambda:us-east-1:123456789012:function:Unruly";

describe("a custom runtime", () => {
  const scope = suiteScope();
  let project: RunningProject;
  before(async () => {
    project = await startProject(scope, {
      copies: { unruly: fixture("unruly") },
      functions: {
        Unruly: { Runtime: "provided.al2023", Handler: "x", CodeUri: "unruly", Timeout: 20 },
        Hanging: { Runtime: "provided.al2023", Handler: "x", CodeUri: "unruly", Timeout: 1 },
        Leaving: { Runtime: "provided.al2023", Handler: "x", CodeUri: "unruly", Timeout: 20 },
      },
    });
  });

  /** What the runtime saw when it broke a rule: status, and JSON of the body. */
  const seen = async (deed: string): Promise<{ answer: unknown; status: number; body: unknown }> => {
    const { payload } = await project.invoke("Unruly", { deed });
    const [status, body] = (await project.invoke("Unruly", { deed: "tell" })).payload as [number, string];
    return { answer: payload, status, body: JSON.parse(body) as unknown };
  };

  test("gets everything there is to know about an invocation in headers", async () => {
    const before = Date.now();
    const clientContext = { custom: { a: 1 } };
    const { payload, requestId } = await project.invoke(
      "Unruly:$LATEST",
      { deed: "headers" },
      { ClientContext: Buffer.from(JSON.stringify(clientContext)).toString("base64") },
    );
    const headers = payload as Record<string, string>;
    assert.equal(headers["content-type"], "application/json");
    assert.equal(headers["lambda-runtime-aws-request-id"], requestId);
    assert.equal(headers["lambda-runtime-invoked-function-arn"], `${arn}:$LATEST`);
    assert.match(
      headers["lambda-runtime-trace-id"] ?? "",
      /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/,
    );
    assert.deepEqual(JSON.parse(headers["lambda-runtime-client-context"] ?? ""), clientContext);
    const deadlineMs = Number(headers["lambda-runtime-deadline-ms"]);
    assert.ok(deadlineMs >= before + 20_000 && deadlineMs <= Date.now() + 20_000, `${deadlineMs}`);
  });

  test("that answers twice is refused the second time", async () => {
    const { answer, status, body } = await seen("answer twice");
    assert.equal(answer, "first");
    assert.equal(status, 403);
    assert.deepEqual(body, {
      errorMessage:
        "State transition from RuntimeResponseSentState to InvocationResponse failed for runtime. Error: State transition is not allowed",
      errorType: "InvalidStateTransition",
    });
  });

  test("that answers another request is refused, and may still answer the right one", async () => {
    const { answer, status, body } = await seen("answer another request");
    assert.equal(answer, "right");
    assert.equal(status, 400);
    assert.deepEqual(body, { errorMessage: "Invalid request ID", errorType: "InvalidRequestID" });
  });

  test("that reports an init error after init is refused", async () => {
    const { answer, status, body } = await seen("report an init error late");
    assert.equal(answer, "right");
    assert.equal(status, 403);
    assert.equal((body as { errorType: string }).errorType, "InvalidStateTransition");
  });

  test("that asks again without answering gets the same event again", async () => {
    assert.equal((await project.invoke("Unruly", { deed: "ask again without answering" })).payload, true);
  });

  test("that names an unknown response mode is refused, and so is its answer", async () => {
    const { answer, status, body } = await seen("unknown mode");
    assert.equal((answer as { errorType: string }).errorType, "Runtime.InvalidResponseModeHeader");
    assert.equal(status, 400);
    assert.deepEqual(body, {
      errorMessage: "Invalid function response mode",
      errorType: "InvalidFunctionResponseMode",
    });
  });

  test("that goes away in the middle of its answer fails the invocation alone", async () => {
    const answer = await project.invoke("Unruly", { deed: "cut the answer short" });
    assert.equal(answer.functionError, "Unhandled");
    assert.equal((answer.payload as { errorType: string }).errorType, "Runtime.TruncatedResponse");
    assert.equal((await project.invoke("Unruly")).payload, "quiet");
  });

  test("may answer with something that is not JSON", async () => {
    const FunctionName = "Unruly";
    const Payload = JSON.stringify({ deed: "answer with no JSON" });
    const answer = await project.client.send(new InvokeCommand({ FunctionName, Payload }));
    assert.equal(Buffer.from(answer.Payload ?? []).toString(), "plain <text>");
    assert.equal(answer.FunctionError, undefined);
  });

  test("has its error passed on word by word", async () => {
    const answer = await project.invoke("Unruly", { deed: "report an error of its own type" });
    assert.equal(answer.functionError, "Unhandled");
    assert.deepEqual(answer.payload, { errorMessage: "mine", custom: 1 });
  });

  test("has given its answer when it hangs afterwards, and is reset at the timeout", async () => {
    const Payload = JSON.stringify({ deed: "hang after answering" });
    const answer = await project.client.send(new InvokeCommand({ FunctionName: "Hanging", Payload }));
    assert.equal(Buffer.from(answer.Payload ?? []).toString(), '"answered"');
    assert.equal(answer.FunctionError, undefined);
    assert.equal((await project.invoke("Hanging")).payload, "quiet");
    await project.record(answer.$metadata.requestId);
  });

  test("has given its answer when it exits afterwards, and starts anew within the next call", async () => {
    assert.equal((await project.invoke("Leaving", { deed: "exit after answering" })).payload, "answered");
    const { payload, log } = await project.invoke("Leaving");
    assert.equal(payload, "quiet");
    assert.equal(reportLine(log).initMs, undefined);
  });
});
