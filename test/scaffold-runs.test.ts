import { chmodSync } from "node:fs";
import { before, describe, test } from "node:test";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { NewFunction, ScaffoldedFile } from "../extension/scaffold/new-function.ts";
import { engineArguments } from "./harness/engines.ts";
import { lambdaClient } from "./harness/lambda-client.ts";
import { lacking } from "./harness/parts.ts";
import { newFolder, RunnerProcess } from "./harness/runner-process.ts";
import { suiteScope } from "./harness/scope.ts";
import { assertAnswersSampleEvents } from "./scaffold/answered.ts";
import { everyFunction, newFunction, scaffold } from "./scaffold/scaffolded-project.ts";

/** Those that run as they stand, without tools that build them. */
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

    for (const fn of functions) {
      test(`${fn.name} answers its sample events`, async () => {
        await assertAnswersSampleEvents(client, fn, files.get(fn.name) ?? []);
      });
    }
  });
}
