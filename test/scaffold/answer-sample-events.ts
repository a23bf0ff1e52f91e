import { chmodSync } from "node:fs";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { before, describe, test } from "node:test";
import type { NewFunction, ScaffoldedFile } from "../../extension/scaffold/new-function.ts";
import { engineArguments, type EngineKind } from "../harness/engines.ts";
import { lambdaClient } from "../harness/lambda-client.ts";
import { newFolder, RunnerProcess } from "../harness/runner-process.ts";
import { suiteScope } from "../harness/scope.ts";
import { assertAnswersSampleEvents } from "./answered.ts";
import { scaffold } from "./scaffolded-project.ts";

export interface ScaffoldedRun {
  readonly engine: EngineKind;
  readonly functions: readonly NewFunction[];
  readonly skip: string | false;
  /** What the project gets besides, before its runner starts. */
  readonly prepare?: (folder: string) => void;
}

/** Declares a suite: one project with the functions, one runner, and every sample event is answered well. */
export function answerSampleEvents(title: string, { engine, functions, skip, prepare }: ScaffoldedRun): void {
  void describe(title, { skip, timeout: 300_000 }, () => {
    const scope = suiteScope();
    let client: LambdaClient;
    let files: ReadonlyMap<string, readonly ScaffoldedFile[]>;

    before(async () => {
      const folder = newFolder(scope);
      // Code is mounted into containers whose user is somebody else.
      chmodSync(folder, 0o755);
      files = await scaffold(folder, functions);
      prepare?.(folder);
      const runner = await RunnerProcess.start(scope, engineArguments(engine), { cwd: folder });
      client = lambdaClient(scope, runner.lambdaApi);
    });

    for (const fn of functions) {
      void test(`${fn.name} answers its sample events`, async () => {
        await assertAnswersSampleEvents(client, fn, files.get(fn.name) ?? []);
      });
    }
  });
}
