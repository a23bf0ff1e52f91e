import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { awsCli, python } from "./harness/aws-python.ts";
import { lacking } from "./harness/parts.ts";
import { fixture } from "./harness/project.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { suiteScope } from "./harness/scope.ts";

describe("AWS's clients in Python", { skip: lacking("aws clients") }, () => {
  const scope = suiteScope();
  let project: RunningProject;
  before(async () => {
    project = await startProject(scope, {
      defaults: { Runtime: "nodejs24.x", Handler: "index.handler", CodeUri: "node" },
      copies: { node: fixture("node-echo"), python: fixture("python-echo") },
      functions: {
        Echo: {},
        PythonEcho: { Runtime: "python3.12", Handler: "app.handler", CodeUri: "python" },
        Fails: { Handler: "index.fail" },
        Never: { ReservedConcurrentExecutions: 0 },
      },
    });
  });

  test("boto3 invokes functions and understands what is refused", async () => {
    const script = join(import.meta.dirname, "fixtures", "boto3-session.py");
    const { stdout, stderr, code } = await python([script], project);
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), {
      functions: ["Echo", "PythonEcho", "Fails", "Never"],
      answer: { status: 200, version: "$LATEST", event: { a: 1 }, log: true, error: null },
      python: { a: 2 },
      accepted: 202,
      dryRun: 204,
      failed: { error: "Unhandled", type: "TypeError", message: "asked to fail" },
      configuration: ["nodejs24.x", 128, 3],
      refused: {
        missing: ["ResourceNotFoundException", 404],
        notJson: ["InvalidRequestContentException", 400],
        throttled: ["TooManyRequestsException", 429],
        notOffered: ["NotImplementedException", 501],
      },
    });
  });

  test("the AWS CLI invokes a function and writes its answer to a file", async () => {
    const out = join(project.folder, "out.json");
    const { stdout, stderr, code } = await awsCli(project, [
      ...["invoke", "--function-name", "Echo", "--payload", '{"from":"cli"}', "--log-type", "Tail", out],
    ]);
    assert.equal(code, 0, stderr);
    const { StatusCode, ExecutedVersion, LogResult } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual([StatusCode, ExecutedVersion], [200, "$LATEST"]);
    assert.match(Buffer.from(String(LogResult), "base64").toString(), /^REPORT RequestId: /m);
    assert.deepEqual((JSON.parse(readFileSync(out, "utf8")) as { event: unknown }).event, { from: "cli" });
  });

  test("the AWS CLI takes an event from a file and shows a function's error", async () => {
    const out = join(project.folder, "failed.json");
    writeFileSync(join(project.folder, "event.json"), '{"message":"from a file"}');
    const { stdout, code } = await awsCli(project, [
      ...["invoke", "--function-name", "Fails", "--payload", "fileb://event.json", out],
    ]);
    assert.equal(code, 0);
    assert.equal((JSON.parse(stdout) as { FunctionError: string }).FunctionError, "Unhandled");
    assert.equal((JSON.parse(readFileSync(out, "utf8")) as { errorMessage: string }).errorMessage, "from a file");
  });

  test("the AWS CLI lists functions and names an error", async () => {
    const listed = await awsCli(project, ["list-functions", "--query", "Functions[].FunctionName"]);
    assert.deepEqual(JSON.parse(listed.stdout), ["Echo", "PythonEcho", "Fails", "Never"]);
    const missing = await awsCli(project, ["invoke", "--function-name", "Missing", join(project.folder, "x.json")]);
    assert.notEqual(missing.code, 0);
    assert.match(missing.stderr, /\(ResourceNotFoundException\).*Function not found: arn:aws:lambda/s);
  });
});
