import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { invoke, lambdaClient, type Answer } from "./lambda-client.ts";
import { writeProject, type TestProject } from "./project.ts";
import { newFolder, RunnerProcess, type RunnerLine } from "./runner-process.ts";
import type { Scope } from "./scope.ts";

/** A project of its own, served by a runner of its own. */
export interface RunningProject {
  readonly folder: string;
  readonly runner: RunnerProcess;
  readonly client: LambdaClient;
  invoke(...args: Parameters<typeof invoke> extends [LambdaClient, ...infer Rest] ? Rest : never): Promise<Answer>;
  /** The answer of a call that must succeed. */
  payloadOf(functionName: string): Promise<unknown>;
  /** Resolves to the first line of `start --json`, of all so far and to come, that matches. */
  line(matches: (line: RunnerLine) => boolean): Promise<RunnerLine>;
  /** Resolves to the record of an invocation once it has ended. */
  record(requestId: string | undefined): Promise<RunnerLine>;
  /** Resolves once the function has logged a line with this text: container engines hand lines over in their own time. */
  logged(functionName: string, text: string): Promise<RunnerLine>;
}

/** Writes the project and starts a runner for it. Both go with the scope. */
export async function startProject(
  scope: Scope,
  project: TestProject,
  args: readonly string[] = ["--engine", "process"],
  env: Readonly<Record<string, string>> = {},
): Promise<RunningProject> {
  const folder = newFolder(scope);
  // Code is mounted into containers whose user is somebody else.
  chmodSync(folder, 0o755);
  writeProject(folder, project);
  const runner = await RunnerProcess.start(scope, args, { cwd: folder, env });
  const client = lambdaClient(scope, runner.lambdaApi);
  return {
    folder,
    runner,
    client,
    invoke: (...rest) => invoke(client, ...rest),
    payloadOf: async (functionName) => {
      const { functionError, log, payload } = await invoke(client, functionName);
      assert.equal(functionError, undefined, log);
      return payload;
    },
    line: (matches) => runner.line(matches),
    record: (requestId) => runner.line((line) => line.event === "invocation" && line["requestId"] === requestId),
    logged: (functionName, text) =>
      runner.line(
        (line) => line.event === "log" && line["functionName"] === functionName && String(line["text"]).includes(text),
      ),
  };
}
