import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { createContainerEngine, type ContainerEngineOptions } from "../runner/engine/container/container-engine.ts";
import { findContainerEngine, type FoundEngine } from "../runner/engine/container/find-engine.ts";
import type { Engine, Sandbox, SandboxExit, SandboxRequest } from "../runner/engine/engine.ts";
import type { LambdaFunction } from "../runner/model/function.ts";
import { lambdaFunction } from "./harness/lambda-function.ts";
import { ensureContainerEngine } from "./container-engine.ts";
import { buildShellImage, docker, shellImage } from "./shell-image.ts";

/** As it is when run from source. */
export const gateFolder = join(import.meta.dirname, "..", "runner", "engine", "container", "gate");

export const never = new AbortController().signal;

/**
 * The engine to test with, the shell image built in it. Undefined, with one loud line, where there is none; on CI that
 * is an error.
 */
export async function engineForTests(): Promise<{ found: FoundEngine; stop(): Promise<void> } | undefined> {
  const engine = await ensureContainerEngine();
  if (!engine.available) {
    const text = `CONTAINER TESTS SKIPPED: ${engine.reason}`;
    if (process.env["CI"] === "true") throw new Error(text);
    console.error(text);
    return undefined;
  }
  await buildShellImage();
  const found = await findContainerEngine({
    env: process.env,
    platform: process.platform,
    home: homedir(),
    uid: process.getuid?.(),
    signal: never,
  });
  if (found.kind === "none") throw new Error("The engine that docker talks to was not found.");
  return { found, stop: () => engine.stop() };
}

/** A function of the shell image: its handler is a line of shell. */
export function shellFunction(handler: string, changes: Partial<LambdaFunction> = {}): LambdaFunction {
  return lambdaFunction({
    name: "shell",
    handler,
    architecture: process.arch === "arm64" ? "arm64" : "x86_64",
    ...changes,
  });
}

/** A container engine of ours for one test. */
export async function createEngine(
  t: TestContext,
  found: FoundEngine,
  options: Partial<ContainerEngineOptions> = {},
): Promise<Engine> {
  const engine = await createContainerEngine({
    found,
    images: { "nodejs24.x": shellImage, "provided.al2023": shellImage },
    codeTransfer: "auto",
    gateFolder,
    workspaceId: randomUUID(),
    platform: process.platform,
    ...options,
  });
  t.after(() => engine.dispose());
  return engine;
}

export function requestFor(fn: LambdaFunction, changes: Partial<SandboxRequest> = {}): SandboxRequest {
  return {
    environmentId: randomUUID(),
    fn,
    codeFolder: undefined,
    layerFolder: undefined,
    runtimeApiPort: 9001,
    variables: {},
    isSpare: false,
    ...changes,
  };
}

export interface StartedShell {
  readonly sandbox: Sandbox;
  /** What it has written so far. */
  readonly output: () => string;
  /** Resolves when it has written this; rejects when it ends without. */
  readonly waitFor: (text: string) => Promise<void>;
}

/** Starts a sandbox and collects its output. */
export async function startShell(
  engine: Engine,
  fn: LambdaFunction,
  changes: Partial<SandboxRequest> = {},
): Promise<StartedShell> {
  const sandbox = await engine.start(requestFor(fn, changes), never);
  let output = "";
  let onChange = (): void => undefined;
  sandbox.onOutput((chunk) => {
    output += chunk.toString();
    onChange();
  });
  const waitFor = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      onChange = () => {
        if (output.includes(text)) resolve();
      };
      onChange();
      void sandbox.exited.then((exit) => reject(new Error(`${exit.kind} before "${text}" came, but: ${output}`)));
    });
  return { sandbox, output: () => output, waitFor };
}

/** Runs a line of shell to its end. */
export async function runShell(
  engine: Engine,
  fn: LambdaFunction,
  changes: Partial<SandboxRequest> = {},
): Promise<{ exit: SandboxExit; output: string }> {
  const { sandbox, output } = await startShell(engine, fn, changes);
  const exit = await sandbox.exited;
  await sandbox.stop();
  return { exit, output: output() };
}

/** A folder that others may read, as unzipped code is. */
export async function readableFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pilotlight-engine-"));
  t.after(() => rm(folder, { recursive: true }));
  await chmod(folder, 0o755);
  return folder;
}

/** Ids of the containers with a label, running or not. */
export async function containersWith(label: string): Promise<string[]> {
  const list = await docker(["ps", "--all", "--quiet", "--no-trunc", "--filter", `label=${label}`]);
  return list === "" ? [] : list.split("\n");
}
