import { mkdtempSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, type TestContext } from "node:test";
import type { Engine, Sandbox } from "../../runner/engine/engine.ts";
import { createProcessEngine } from "../../runner/engine/process/process-engine.ts";
import type { DebugSetup } from "../../runner/engine/debug-setup.ts";
import type { LambdaFunction } from "../../runner/model/function.ts";
import { lambdaFunction } from "../harness/lambda-function.ts";
import { FakeRuntimeApi, type Post } from "./fake-runtime-api.ts";

export interface FunctionSetup {
  readonly runtime: string;
  readonly handler?: string;
  /** Path in the code folder to content. */
  readonly files: Readonly<Record<string, string | Buffer>>;
  readonly layer?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly engine?: Engine;
  readonly environmentId?: string;
  readonly isSpare?: boolean;
  readonly debug?: DebugSetup;
}

/** A function in a process of its own behind a fake Runtime API. */
export interface RunningFunction {
  readonly api: FakeRuntimeApi;
  readonly sandbox: Sandbox;
  readonly engine: Engine;
  readonly codeFolder: string;
  /** Answers as soon as the runtime does; rejects when it exits instead. */
  invoke(event: unknown, headers?: Record<string, string>): Promise<Post>;
  /** The answer's JSON. */
  call(event: unknown, headers?: Record<string, string>): Promise<unknown>;
  /** Everything written so far. */
  output(): Promise<string>;
  initError(): Promise<{ readonly errorType: unknown; readonly errorMessage: unknown; readonly trace?: unknown }>;
}

/** Starts a function for one test, which stops it and removes its files at the end. */
export async function runFunction(t: TestContext, setup: FunctionSetup): Promise<RunningFunction> {
  const root = await mkdtemp(path.join(tmpdir(), "pilotlight-process-"));
  t.after(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));
  const codeFolder = path.join(root, "code");
  const layerFolder = setup.layer && path.join(root, "layer");
  await writeFiles(codeFolder, setup.files);
  if (layerFolder) await writeFiles(layerFolder, setup.layer ?? {});

  const engine = setup.engine ?? sharedEngine;
  const api = await FakeRuntimeApi.listen();
  t.after(() => api.close());
  const fn = zipFunction({
    runtime: setup.runtime,
    handler: setup.handler ?? "index.handler",
    template: path.join(root, "template.yaml"),
  });
  const sandbox = await engine.start(
    {
      environmentId: setup.environmentId ?? path.basename(root),
      fn,
      codeFolder,
      layerFolder,
      runtimeApiPort: api.port,
      variables: { ...lambdaVariables(setup), ...setup.variables },
      isSpare: setup.isSpare ?? false,
      debug: setup.debug,
    },
    new AbortController().signal,
  );
  t.after(() => sandbox.stop());
  let written = "";
  sandbox.onOutput((chunk) => (written += chunk.toString()));
  const orExit = async <Value>(promise: Promise<Value>): Promise<Value> =>
    await Promise.race([
      promise,
      sandbox.exited.then((exit) => {
        throw new Error(`The runtime ended (${JSON.stringify(exit)}) after writing: ${written}`);
      }),
    ]);
  const running: RunningFunction = {
    api,
    sandbox,
    engine,
    codeFolder,
    invoke: (event, headers) => orExit(api.invoke(event, headers)),
    call: async (event, headers) => parse((await running.invoke(event, headers)).body),
    output: async () => {
      await sandbox.settleOutput("thorough");
      return written;
    },
    initError: async () => parse((await api.initError).body) as { errorType: unknown; errorMessage: unknown },
  };
  return running;
}

/** An engine on this machine's interpreters. The caller disposes of it. */
export function processEngine(tmpRoot: string, env: NodeJS.ProcessEnv = process.env): Engine {
  const bootstrapFolder = path.join(import.meta.dirname, "..", "..", "runner", "bootstrap");
  const gateFolder = path.join(import.meta.dirname, "..", "..", "runner", "engine", "container", "gate");
  return createProcessEngine({ bootstrapFolder, gateFolder, tmpRoot, env });
}

// One for the whole file: looking for interpreters takes longer than a test.
const sharedTmpRoot = mkdtempSync(path.join(tmpdir(), "pilotlight-process-tmp-"));
const sharedEngine = processEngine(sharedTmpRoot);
after(async () => {
  await sharedEngine.dispose();
  await rm(sharedTmpRoot, { recursive: true, force: true });
});

/** A function as a template would have it. */
export function zipFunction(of: Partial<LambdaFunction>): LambdaFunction {
  return lambdaFunction({
    memoryMb: 256,
    code: { kind: "elsewhere", reason: "The test hands over the code." },
    ...of,
  });
}

export function parse(body: Buffer): unknown {
  return JSON.parse(body.toString());
}

function lambdaVariables(setup: FunctionSetup): Record<string, string> {
  return {
    _HANDLER: setup.handler ?? "index.handler",
    AWS_EXECUTION_ENV: `AWS_Lambda_${setup.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: "hello",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
    AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/hello",
    AWS_LAMBDA_LOG_STREAM_NAME: "2026/11/23/[$LATEST]0123",
    AWS_REGION: "us-east-1",
  };
}

async function writeFiles(folder: string, files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content, { mode: 0o755 });
  }
}
