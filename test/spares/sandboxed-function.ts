import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import type { Engine, Sandbox } from "../../runner/engine/engine.ts";
import type { LambdaFunction } from "../../runner/model/function.ts";
import { lambdaFunction } from "../harness/lambda-function.ts";
import { FakeRuntimeApi } from "../process-engine/fake-runtime-api.ts";

export type Files = Readonly<Record<string, string>>;

export interface FunctionSetup {
  readonly runtime: string;
  readonly handler?: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** What stands in the code folder at the start: files, or all of another folder. */
  readonly files?: Files | string;
  readonly layer?: Files;
}

/** A function in a sandbox behind a fake Runtime API. */
export interface SandboxedFunction {
  readonly sandbox: Sandbox;
  readonly codeFolder: string;
  /** Everything written so far. */
  readonly output: () => string;
  readonly fill: (files: Files) => Promise<void>;
  /** Its answer to an event; rejects when the sandbox ends instead. */
  readonly call: (event: unknown) => Promise<unknown>;
  /** Whether it has asked for an event. */
  readonly isReady: () => boolean;
}

/** Starts a function for one test, which stops it at the end. */
export async function startFunction(
  t: TestContext,
  engine: Engine,
  setup: FunctionSetup,
  { isSpare }: { readonly isSpare: boolean },
): Promise<SandboxedFunction> {
  const root = await mkdtemp(path.join(tmpdir(), "pilotlight-spare-"));
  t.after(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));
  await chmod(root, 0o755);
  const codeFolder = path.join(root, "code");
  const layerFolder = setup.layer && path.join(root, "layer");
  if (typeof setup.files === "string") await cp(setup.files, codeFolder, { recursive: true });
  else await writeFiles(codeFolder, setup.files ?? {});
  if (layerFolder !== undefined) await writeFiles(layerFolder, setup.layer ?? {});
  const api = await FakeRuntimeApi.listen(engine.listener.bindHost);
  t.after(() => api.close());
  const { runtime, handler = "index.handler", variables = {} } = setup;
  const sandbox = await engine.start(
    {
      environmentId: randomUUID(),
      fn: zipFunction({ runtime, handler, environment: variables }),
      codeFolder,
      layerFolder,
      runtimeApiPort: api.port,
      variables: { ...lambdaVariables(runtime, handler), ...variables },
      isSpare,
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

/** Starts a spare for one test and waits until it is at its gate, where it has run and asked for nothing. */
export async function spareAtGate(t: TestContext, engine: Engine, setup: FunctionSetup): Promise<SandboxedFunction> {
  const spare = await startFunction(t, engine, setup, { isSpare: true });
  const { sandbox, output, isReady } = spare;
  assert.notEqual(await sandbox.atGate, undefined, `It ended, or was none, after writing: ${output()}`);
  await sandbox.settleOutput("thorough");
  assert.equal(isReady(), false);
  assert.doesNotMatch(output(), /user code/);
  return spare;
}

/** What a function answers as a spare and as none. Variables that differ by nature are left out. */
export async function answersOf(t: TestContext, engine: Engine, setup: FunctionSetup): Promise<[unknown, unknown]> {
  const spare = await spareAtGate(t, engine, setup);
  await spare.sandbox.release();
  const plain = await startFunction(t, engine, setup, { isSpare: false });
  const answers = await Promise.all([spare, plain].map(async (fn) => alike(await fn.call({}), fn.codeFolder)));
  return [answers[0], answers[1]];
}

export function zipFunction(changes: Partial<LambdaFunction>): LambdaFunction {
  return lambdaFunction({
    memoryMb: 256,
    architecture: process.arch === "arm64" ? "arm64" : "x86_64",
    code: { kind: "elsewhere", reason: "The test hands over the code." },
    ...changes,
  });
}

function alike(answer: unknown, codeFolder: string): unknown {
  const text = JSON.stringify(answer).replaceAll(path.dirname(codeFolder), "/root");
  return JSON.parse(
    text
      .replaceAll(/(AWS_LAMBDA_RUNTIME_API(=|":"))[0-9.:]+/g, "$1")
      .replaceAll(/((HOSTNAME|TMPDIR|TMP|TEMP)(=|":"))[^"\\]+/g, "$1"),
  );
}

/** Readable by all, as a build leaves it. */
async function writeFiles(folder: string, files: Files): Promise<void> {
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
