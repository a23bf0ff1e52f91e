import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import type { Engine, Sandbox } from "../../runner/engine/engine.ts";
import type { LambdaFunction } from "../../runner/model/function.ts";
import { lambdaFunction } from "../harness/lambda-function.ts";
import { FakeRuntimeApi } from "../process-engine/fake-runtime-api.ts";

export interface SpareSetup {
  readonly runtime: string;
  readonly handler?: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** What stands in the code folder when it starts. */
  readonly files?: Readonly<Record<string, string>>;
  readonly layer?: Readonly<Record<string, string>>;
}

/** A spare behind a fake Runtime API. */
export interface Spare {
  readonly sandbox: Sandbox;
  readonly codeFolder: string;
  /** Everything written so far. */
  readonly output: () => string;
  /** Puts files into the code folder. */
  readonly fill: (files: Readonly<Record<string, string>>) => Promise<void>;
  /** The function's answer to an event; rejects when the sandbox ends instead. */
  readonly call: (event: unknown) => Promise<unknown>;
  /** Whether it has asked for an event. */
  readonly isReady: () => boolean;
}

/** Starts a spare for one test, which stops it at the end. */
export async function startSpare(t: TestContext, engine: Engine, setup: SpareSetup): Promise<Spare> {
  const root = await mkdtemp(path.join(tmpdir(), "pilotlight-spare-"));
  t.after(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));
  const codeFolder = path.join(root, "code");
  const layerFolder = setup.layer && path.join(root, "layer");
  await writeFiles(codeFolder, setup.files ?? {});
  if (layerFolder !== undefined) await writeFiles(layerFolder, setup.layer ?? {});
  const api = await FakeRuntimeApi.listen(engine.listener.bindHost);
  t.after(() => api.close());
  const { runtime, handler = "index.handler", variables = {} } = setup;
  const sandbox = await engine.start(
    {
      environmentId: randomUUID(),
      fn: spareFunction({ runtime, handler, environment: variables }),
      codeFolder,
      layerFolder,
      runtimeApiPort: api.port,
      variables: { ...lambdaVariables(runtime, handler), ...variables },
      isSpare: true,
    },
    new AbortController().signal,
  );
  t.after(() => sandbox.stop());
  let written = "";
  sandbox.onOutput((chunk) => (written += chunk.toString()));
  return {
    sandbox,
    codeFolder,
    output: () => written,
    fill: (files) => writeFiles(codeFolder, files),
    call: async (event) => {
      const answer = await Promise.race([api.invoke(event), sandbox.exited]);
      if (!("body" in answer)) throw new Error(`It ended (${JSON.stringify(answer)}) after writing: ${written}`);
      return JSON.parse(answer.body.toString()) as unknown;
    },
    isReady: () => api.requests.length > 0,
  };
}

/** Waits until it is at its gate, and gives it the time that its code, if it ran, would need to show. */
export async function arrive({ sandbox, isReady, output }: Spare): Promise<void> {
  const atMs = await sandbox.atGate;
  assert.ok(atMs !== undefined, `It ended or never waited, after writing: ${output()}`);
  await sandbox.settleOutput("thorough");
  assert.equal(isReady(), false);
}

export function spareFunction(changes: Partial<LambdaFunction>): LambdaFunction {
  return lambdaFunction({
    memoryMb: 256,
    architecture: process.arch === "arm64" ? "arm64" : "x86_64",
    code: { kind: "elsewhere", reason: "The test hands over the code." },
    ...changes,
  });
}

/** Readable by all, as a build leaves it. */
async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    await chmod(file, 0o755);
  }
}

function lambdaVariables(runtime: string, handler: string): Record<string, string> {
  return {
    _HANDLER: handler,
    ...(runtime.startsWith("provided") ? {} : { AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}` }),
    AWS_LAMBDA_FUNCTION_NAME: "hello",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
    AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/hello",
    AWS_LAMBDA_LOG_STREAM_NAME: "2026/11/23/[$LATEST]0123",
    AWS_REGION: "us-east-1",
  };
}
