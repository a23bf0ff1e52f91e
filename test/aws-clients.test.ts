import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import {
  CreateFunctionCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaServiceException,
  ListFunctionsCommand,
  paginateListFunctions,
  ResourceNotFoundException,
  TooManyRequestsException,
} from "@aws-sdk/client-lambda";
import { lambdaClient } from "./harness/lambda-client.ts";
import { fixture } from "./harness/project.ts";
import { reportLine } from "./harness/report-line.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { suiteScope } from "./harness/scope.ts";

const functions = {
  Echo: { Handler: "index.handler", CodeUri: "node", MemorySize: 256 },
  PythonEcho: { Runtime: "python3.12", Handler: "app.handler", CodeUri: "python" },
  Fails: { Handler: "index.fail", CodeUri: "node" },
  Nothing: { InlineCode: "exports.handler = async () => {};" },
  Big: { InlineCode: "exports.handler = async (event) => 'x'.repeat(event.length);" },
  Never: { Handler: "index.handler", CodeUri: "node", ReservedConcurrentExecutions: 0 },
  One: { Handler: "index.handler", CodeUri: "hold", ReservedConcurrentExecutions: 1 },
};

describe("the AWS SDK for JavaScript", () => {
  const scope = suiteScope();
  let project: RunningProject;
  before(async () => {
    project = await startProject(scope, {
      defaults: { Runtime: "nodejs24.x", Handler: "index.handler", Timeout: 30 },
      copies: { node: fixture("node-echo"), python: fixture("python-echo"), hold: fixture("hold") },
      functions,
    });
  });

  test("invokes a function and gets payload, version and log", async () => {
    const answer = await project.invoke("Echo", { greeting: "grüezi" });
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.functionError, undefined);
    assert.equal(answer.executedVersion, "$LATEST");
    const { event, requestId, memoryLimitInMb } = answer.payload as Record<string, unknown>;
    assert.deepEqual(event, { greeting: "grüezi" });
    assert.equal(requestId, answer.requestId);
    assert.equal(memoryLimitInMb, "256");
    const order = [
      "INIT_START Runtime Version: ",
      "START RequestId: ",
      `INFO\techo ${answer.requestId}`,
      "END ",
      "REPORT ",
    ];
    const positions = order.map((text) => answer.log.indexOf(text));
    assert.ok(!positions.includes(-1), answer.log);
    assert.deepEqual(
      positions,
      positions.toSorted((a, b) => a - b),
    );
    assert.equal(reportLine(answer.log).memoryMb, 256);
  });

  test("gets null from a function that returns nothing", async () => {
    assert.equal((await project.invoke("Nothing")).payload, null);
  });

  test("hands an empty event to a function invoked without a payload", async () => {
    const { Payload } = await project.client.send(new InvokeCommand({ FunctionName: "PythonEcho" }));
    const { event } = JSON.parse(Buffer.from(Payload ?? []).toString()) as { event: unknown };
    assert.deepEqual(event, {});
  });

  test("gets a function's error as an unhandled one with status 200", async () => {
    const answer = await project.invoke("Fails", { message: "no luck" });
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.functionError, "Unhandled");
    const { errorType, errorMessage } = answer.payload as Record<string, unknown>;
    assert.deepEqual({ errorType, errorMessage }, { errorType: "TypeError", errorMessage: "no luck" });
  });

  test("gets no log unless it asks for one", async () => {
    assert.equal((await project.invoke("Echo", {}, { LogType: "None" })).log, "");
  });

  test("sends an event, which is accepted at once and run later", async () => {
    const answer = await project.invoke("PythonEcho", { later: true }, { InvocationType: "Event" });
    assert.equal(answer.statusCode, 202);
    assert.equal(answer.payload, undefined);
    const isRun = (line: { event: string }) => line.event === "invocation" && "requestId" in line;
    const record = await project.line((line) => isRun(line) && line["requestId"] === answer.requestId);
    assert.equal(record["status"], "success");
  });

  test("asks whether it could invoke, and nothing runs", async () => {
    const answer = await project.invoke("Fails", {}, { InvocationType: "DryRun" });
    assert.equal(answer.statusCode, 204);
    assert.equal(answer.payload, undefined);
    assert.ok(!project.runner.lines.some((line) => line["requestId"] === answer.requestId));
  });

  test("passes a client context on to the function", async () => {
    const context = { custom: { tenant: "blue" }, env: { locale: "de" } };
    const ClientContext = Buffer.from(JSON.stringify(context)).toString("base64");
    const { payload } = await project.invoke("Echo", {}, { ClientContext });
    assert.deepEqual((payload as { clientContext: unknown }).clientContext, context);
  });

  const arn = "arn:aws:lambda:us-east-1:123456789012:function:Echo";
  for (const [FunctionName, Qualifier, invokedArn] of [
    ["Echo", undefined, arn],
    ["123456789012:function:Echo", undefined, arn],
    [arn, undefined, arn],
    ["Echo:$LATEST", undefined, `${arn}:$LATEST`],
    [`${arn}:$LATEST`, undefined, `${arn}:$LATEST`],
    ["Echo", "$LATEST", `${arn}:$LATEST`],
  ] as const) {
    test(`finds a function by ${FunctionName}${Qualifier ? ` and the qualifier ${Qualifier}` : ""}`, async () => {
      const { payload } = await project.invoke(FunctionName, {}, Qualifier ? { Qualifier } : {});
      assert.equal((payload as { functionArn: string }).functionArn, invokedArn);
    });
  }

  test("is told in AWS's words that there is no such function, version or alias", async () => {
    for (const [FunctionName, Qualifier, missing] of [
      ["Missing", undefined, "Missing"],
      ["Missing:live", undefined, "Missing:live"],
      ["Echo", "live", "Echo:live"],
      ["Echo", "7", "Echo:7"],
    ] as const) {
      await assert.rejects(project.invoke(FunctionName, {}, Qualifier ? { Qualifier } : {}), (error) => {
        assert.ok(error instanceof ResourceNotFoundException);
        assert.equal(error.$metadata.httpStatusCode, 404);
        const prefix = "Function not found: arn:aws:lambda:us-east-1:123456789012:function:";
        assert.equal(error.message, `${prefix}${missing}`);
        return true;
      });
    }
  });

  test("is refused a payload that is not JSON", async () => {
    for (const InvocationType of ["RequestResponse", "Event"] as const) {
      await assert.rejects(project.invoke("Echo", {}, { Payload: Buffer.from("{oops"), InvocationType }), (error) => {
        isServiceError(error, "InvalidRequestContentException", 400);
        assert.match(error.message, /^Could not parse request body into json: Could not parse payload into json: /);
        return true;
      });
    }
  });

  test("is refused a payload above 6 MB, and not one of 6 MB", async () => {
    const ofBytes = (bytes: number) => "x".repeat(bytes - 2);
    const { functionError } = await project.invoke("Nothing", ofBytes(6_291_456));
    assert.equal(functionError, undefined);
    await assert.rejects(project.invoke("Nothing", ofBytes(6_291_457)), (error) => {
      isServiceError(error, "RequestTooLargeException", 413);
      assert.equal(error.message, "Request must be smaller than 6291456 bytes for the InvokeFunction operation");
      return true;
    });
  });

  test("is refused an event above 1 MB", async () => {
    await assert.rejects(project.invoke("Echo", "x".repeat(1_048_575), { InvocationType: "Event" }), (error) => {
      isServiceError(error, "RequestTooLargeException", 413);
      const text = "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)";
      assert.equal(error.message, text);
      return true;
    });
  });

  test("is refused a client context that is not an object in base64", async () => {
    const isRefused = (error: unknown) => {
      isServiceError(error, "InvalidRequestContentException", 400);
      return true;
    };
    await assert.rejects(project.invoke("Echo", {}, { ClientContext: "{}" }), isRefused);
    const tooLong = Buffer.from(JSON.stringify({ custom: "x".repeat(3000) })).toString("base64");
    await assert.rejects(project.invoke("Echo", {}, { ClientContext: tooLong }), isRefused);
  });

  test("gets an error instead of an answer above 6 MB, and the function goes on", async () => {
    const answer = await project.invoke("Big", { length: 6_291_555 });
    assert.equal(answer.functionError, "Unhandled");
    assert.deepEqual(answer.payload, {
      errorType: "Function.ResponseSizeTooLarge",
      errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    });
    const largest = await project.invoke("Big", { length: 6_291_554 });
    assert.equal(largest.functionError, undefined);
    assert.equal((largest.payload as string).length, 6_291_554);
  });

  test("is throttled by a reserved concurrency of zero", async () => {
    await assert.rejects(project.invoke("Never"), isThrottled);
  });

  test("is throttled while the only reserved environment is busy", async () => {
    const release = join(project.folder, "release-one");
    const first = project.invoke("One", { release });
    await project.line((line) => line.event === "log" && String(line["text"]).endsWith(`holding ${release}`));
    await assert.rejects(project.invoke("One", { release }), isThrottled);
    writeFileSync(release, "");
    assert.equal((await first).payload, "released");
    assert.equal((await project.invoke("One", { release })).payload, "released");
  });

  test("retries a throttled call as it would on AWS", async () => {
    const release = join(project.folder, "release-retried");
    const first = project.invoke("One", { release });
    await project.line((line) => line.event === "log" && String(line["text"]).endsWith(`holding ${release}`));
    const patient = lambdaClient(scope, project.runner.lambdaApi, 10);
    let attempts = 0;
    patient.middlewareStack.add(
      (next) => (args) => {
        attempts += 1;
        if (attempts === 2) writeFileSync(release, "");
        return next(args);
      },
      { step: "finalizeRequest", priority: "low" },
    );
    const Payload = JSON.stringify({ release });
    const { StatusCode } = await patient.send(new InvokeCommand({ FunctionName: "One", Payload }));
    assert.equal(StatusCode, 200);
    assert.ok(attempts >= 2, `${attempts} attempts`);
    await first;
  });

  test("lists functions page by page", async () => {
    const names: (string | undefined)[] = [];
    let pages = 0;
    for await (const page of paginateListFunctions({ client: project.client, pageSize: 3 }, {})) {
      pages += 1;
      names.push(...(page.Functions ?? []).map((fn) => fn.FunctionName));
    }
    assert.equal(pages, 3);
    assert.deepEqual(names.toSorted(), Object.keys(functions).toSorted());
    const { Functions, NextMarker } = await project.client.send(new ListFunctionsCommand({}));
    assert.equal(Functions?.length, 7);
    assert.equal(NextMarker, undefined);
  });

  test("reads a function and its configuration", async () => {
    const { Configuration, Concurrency, Code } = await project.client.send(
      new GetFunctionCommand({ FunctionName: "One", Qualifier: "$LATEST" }),
    );
    assert.equal(Configuration?.Runtime, "nodejs24.x");
    assert.equal(Concurrency?.ReservedConcurrentExecutions, 1);
    assert.equal(Code?.Location, join(project.folder, "hold"));
    const configuration = await project.client.send(new GetFunctionConfigurationCommand({ FunctionName: "Echo" }));
    const { FunctionName, FunctionArn, Handler, MemorySize, Timeout, State, PackageType, Version } = configuration;
    assert.deepEqual(
      { FunctionName, FunctionArn, Handler, MemorySize, Timeout, State, PackageType, Version },
      {
        FunctionName: "Echo",
        FunctionArn: arn,
        Handler: "index.handler",
        MemorySize: 256,
        Timeout: 30,
        State: "Active",
        PackageType: "Zip",
        Version: "$LATEST",
      },
    );
    await assert.rejects(
      project.client.send(new GetFunctionCommand({ FunctionName: "Missing" })),
      ResourceNotFoundException,
    );
  });

  test("reads the account's limits", async () => {
    const { AccountLimit, AccountUsage } = await project.client.send(new GetAccountSettingsCommand({}));
    assert.equal(AccountLimit?.ConcurrentExecutions, 1000);
    assert.equal(AccountLimit.UnreservedConcurrentExecutions, 999);
    assert.equal(AccountUsage?.FunctionCount, 7);
  });

  test("is told by name, once, which operation is not offered", async () => {
    const eager = lambdaClient(scope, project.runner.lambdaApi, 5);
    const create = new CreateFunctionCommand({ FunctionName: "New", Role: "arn:aws:iam::1:role/r", Code: {} });
    await assert.rejects(eager.send(create), (error) => {
      isServiceError(error, "NotImplementedException", 501);
      assert.match(error.message, /^CreateFunction is not offered/);
      assert.equal(error.$metadata.attempts, 1);
      return true;
    });
  });
});

function isServiceError(error: unknown, name: string, status: number): asserts error is LambdaServiceException {
  assert.ok(error instanceof LambdaServiceException, String(error));
  assert.equal(error.name, name);
  assert.equal(error.$metadata.httpStatusCode, status);
}

function isThrottled(error: unknown): boolean {
  assert.ok(error instanceof TooManyRequestsException);
  assert.equal(error.$metadata.httpStatusCode, 429);
  assert.equal(error.Reason, "ReservedFunctionConcurrentInvocationLimitExceeded");
  assert.equal(error.message, "Rate Exceeded.");
  assert.equal(error.retryAfterSeconds, "1");
  return true;
}
