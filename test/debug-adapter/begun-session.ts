import type { DebugProtocol } from "@vscode/debugprotocol";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { newFolder } from "../harness/runner-process.ts";
import { AdapterClient } from "./adapter-client.ts";
import { FakeRunner, type FakeAnswers } from "./fake-runner.ts";

/** An environment of `Orders` that waits for its debugger. */
export const waiting = {
  event: "debugger",
  functionName: "Orders",
  environmentId: "e1a2b3c4d5e6f708",
  build: "3fa9c1d2",
  language: "node",
  host: "127.0.0.1",
  port: 40_123,
  remoteRoot: "/var/task",
  localRoot: "/builds/orders",
  sourceMaps: true,
} as const;

/** A session whose debugging takes long to turn on; `launched` resolves to why that failed. */
export async function slowlyBegun(
  t: TestContext,
  capabilities: Partial<DebugProtocol.InitializeRequestArguments>,
): Promise<{ adapter: AdapterClient; launched: Promise<string> }> {
  const folder = newFolder(t);
  const step = { kind: "tool", tool: "pip install", text: "debugpy 1.0" } as const;
  await FakeRunner.start(t, folder, { progress: { event: "progress", functionName: "Orders", ...step } });
  const adapter = await AdapterClient.start(t, folder);
  await adapter.initializeRequest({ adapterID: "lambda", pathFormat: "path", ...capabilities });
  const args = { function: "Orders" } as DebugProtocol.LaunchRequestArguments;
  return { adapter, launched: adapter.refusal(adapter.launchRequest(args)) };
}

/** A session that is set up, with a fake runner. */
export async function begun(
  t: TestContext,
  args: Readonly<Record<string, unknown>> = {},
  answers: FakeAnswers = {},
): Promise<{ adapter: AdapterClient; runner: FakeRunner; folder: string }> {
  const folder = newFolder(t);
  writeFileSync(join(folder, "event.json"), '\ufeff{"from":"a file"}');
  const runner = await FakeRunner.start(t, folder, answers);
  const adapter = await AdapterClient.start(t, folder);
  await adapter.begin("launch", { function: "Orders", ...args });
  return { adapter, runner, folder };
}
