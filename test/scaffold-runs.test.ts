import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { before, describe, test } from "node:test";
import type { NewFunction, ScaffoldedFile } from "../extension/scaffold/new-function.ts";
import { engineArguments } from "./harness/engines.ts";
import { invoke, lambdaClient } from "./harness/lambda-client.ts";
import { lacking } from "./harness/parts.ts";
import { newFolder, RunnerProcess } from "./harness/runner-process.ts";
import { suiteScope } from "./harness/scope.ts";
import { everyFunction, newFunction, scaffold } from "./scaffold/scaffolded-project.ts";

const languages = ["typescript", "javascript", "python", "custom"] as const;

for (const engine of ["process", "container"] as const) {
  const functions: readonly NewFunction[] =
    engine === "process" ? everyFunction(languages) : languages.map((language) => newFunction(language, "http-api"));
  const skip = engine === "container" && lacking("container engine");
  describe(`Scaffolded functions in the ${engine} engine`, { skip, timeout: 120_000 }, () => {
    const scope = suiteScope();
    let client: LambdaClient;
    let files: ReadonlyMap<string, readonly ScaffoldedFile[]>;

    before(async () => {
      const folder = newFolder(scope);
      // Code is mounted into containers whose user is somebody else.
      chmodSync(folder, 0o755);
      files = await scaffold(folder, functions);
      const runner = await RunnerProcess.start(scope, engineArguments(engine), { cwd: folder });
      client = lambdaClient(scope, runner.lambdaApi);
    });

    for (const { name, trigger } of functions) {
      test(`${name} answers its sample events`, async () => {
        const events = (files.get(name) ?? []).filter(({ path }) => path.startsWith("events/"));
        assert.notEqual(events.length, 0);
        for (const { path, text } of events) {
          const { functionError, payload, log } = await invoke(client, name, JSON.parse(text));
          assert.equal(functionError, undefined, `${path}: ${log}`);
          assertAnswered(trigger, payload);
        }
      });
    }
  });
}

/** An answer that says all is well, in the form that the event's source reads. */
function assertAnswered(trigger: NewFunction["trigger"], payload: unknown): void {
  const { statusCode, batchItemFailures, message } = (payload ?? {}) as Record<string, unknown>;
  if (["http-api", "rest-api", "function-url", "websocket"].includes(trigger)) assert.equal(statusCode, 200);
  else if (trigger === "sqs" || trigger === "dynamodb") assert.deepEqual(batchItemFailures, []);
  else if (trigger === "none") assert.equal(message, "Hello, world!");
  else assert.equal(payload, null);
}
