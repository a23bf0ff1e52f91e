import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test, type TestContext } from "node:test";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { InvokeReply, LogLine } from "../runner/control/protocol.ts";
import { AdapterClient } from "./debug-adapter/adapter-client.ts";
import { FakeRunner, type FakeAnswers } from "./debug-adapter/fake-runner.ts";
import { newFolder } from "./harness/runner-process.ts";

const waiting = {
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

const line: LogLine & { event: "log" } = {
  event: "log",
  functionName: "Orders",
  environmentId: waiting.environmentId,
  logStream: "s",
  requestId: "r",
  timeMs: 0,
  source: "function",
  text: "",
};

const reloaded = {
  ...({ event: "reload", functions: [], failed: [], files: [] } as const),
  ...{ build: "3fa9c1d2", buildMs: 1, readyMs: 1, initErrors: {} },
};

const reply: InvokeReply = {
  requestId: "r",
  statusCode: 200,
  functionError: null,
  payload: '{"ok":true}',
  log: "",
  engine: "process",
  build: "3fa9c1d2",
  report: null,
};

suite("The debug adapter", () => {
  test("tells of each environment that waits, with a configuration ready to attach", async (t) => {
    const { adapter, runner } = await begun(t, { function: "OrdersFunction", node: { timeout: 5 } });
    assert.deepEqual(runner.asked, ["debug Orders"]);
    await adapter.shown("console", /^Every call of Orders stops at breakpoints from now on/);
    runner.say(waiting);
    const { configuration, ...told } = await adapter.heard("lambdaEnvironment");
    assert.deepEqual(told, waiting);
    const { type, port, timeout, skipFiles } = configuration as Record<string, unknown>;
    assert.deepEqual([type, port, timeout], ["pwa-node", 40_123, 5]);
    const runtime = `${join(import.meta.dirname, "..", "dist", "bootstrap").replaceAll("\\", "/")}/**`;
    assert.ok((skipFiles as string[]).includes(runtime));
  });

  test("has environments that are debugged as threads while they live", async (t) => {
    const { adapter, runner } = await begun(t);
    const environment = { event: "environment", functionName: "Orders" } as const;
    runner.say({ ...environment, environmentId: "aaaaaaaa-1", state: "starting" });
    runner.say({ ...waiting, environmentId: "aaaaaaaa-1" });
    runner.say({ ...waiting, environmentId: "bbbbbbbb-1" });
    runner.say({ ...environment, environmentId: "dddddddd-1", state: "spare" });
    runner.say({ ...environment, environmentId: "aaaaaaaa-1", state: "idle" });
    runner.say({ ...environment, functionName: "Other", environmentId: "cccccccc-1", state: "starting" });
    runner.say({ ...environment, environmentId: "aaaaaaaa-1", state: "stopped", reason: "idle" });
    await adapter.heard("thread", ({ reason }) => reason === "exited");
    const { threads } = (await adapter.threadsRequest()).body;
    assert.deepEqual(threads, [{ id: 2, name: "Orders bbbbbbbb" }]);
    const told = adapter.events.filter(({ event }) => event === "thread").map(({ body }) => body as unknown);
    assert.deepEqual(told, [
      { reason: "started", threadId: 1 },
      { reason: "started", threadId: 2 },
      { reason: "exited", threadId: 1 },
    ]);
  });

  test("shows the function's log without its secrets", async (t) => {
    const { adapter, runner } = await begun(t);
    runner.say({ ...line, text: "key AKIAIOSFODNN7EXAMPLE" });
    await adapter.shown("stdout", /^key \S*\*\*\*\*\n$/);
  });

  test("calls the function with the event in a file, and shows what came of it", async (t) => {
    const { adapter, runner, folder } = await begun(t, { event: "event.json" }, { reply });
    await adapter.shown("stderr", /^Orders was throttled/);
    assert.deepEqual(runner.asked, ["debug Orders", 'invoke Orders {"from":"a file"}']);
    assert.ok(folder);
  });

  test("says why a call failed, and goes on", async (t) => {
    const { adapter, runner } = await begun(t, { event: { id: 1 } });
    await adapter.shown("stderr", /^It has no answer\.\n$/);
    assert.deepEqual(runner.asked, ["debug Orders", 'invoke Orders {"id":1}']);
    assert.deepEqual((await adapter.threadsRequest()).body.threads, []);
  });

  test("without debugging calls the function and ends", async (t) => {
    const { adapter, runner } = await begun(t, { event: {}, noDebug: true });
    await adapter.heard("terminated");
    assert.deepEqual(runner.asked, ["invoke Orders {}"]);
  });

  test("says that breakpoints wait for the function", async (t) => {
    const { adapter } = await begun(t);
    const { body } = await adapter.setBreakpointsRequest({ source: { path: "/a.ts" }, breakpoints: [{ line: 3 }] });
    assert.deepEqual(
      body.breakpoints.map(({ verified, line, message }) => ({ verified, line, message })),
      [{ verified: false, line: 3, message: "Bound as soon as the function is invoked." }],
    );
  });

  test("starts all environments anew, and calls the function again, when it is restarted", async (t) => {
    const { adapter, runner } = await begun(t, { event: {} });
    await adapter.shown("stderr", /^It has no answer/);
    await adapter.restartRequest({});
    await adapter.stop();
    await runner.left;
    const asked = runner.asked.filter((each) => !each.startsWith("invoke"));
    assert.deepEqual(asked, ["debug Orders", "stopDebugging Orders", "debug Orders", "stopDebugging Orders"]);
  });

  test("restarts all functions it debugs", async (t) => {
    const { adapter, runner } = await begun(t, { function: "*" }, { names: ["Orders", "Stock"] });
    await adapter.restartRequest({});
    const once = ["debug Orders", "debug Stock"];
    const off = ["stopDebugging Orders", "stopDebugging Stock"];
    assert.deepEqual(runner.asked.toSorted(), [...once, ...once, ...off].toSorted());
  });

  test("lives on when it can't be restarted, and debugs again after a save that mends that", async (t) => {
    const { adapter, runner } = await begun(t);
    runner.answers = { refusal: { code: "build-failed", message: "app.ts has a mistake." } };
    assert.equal(await adapter.refusal(adapter.restartRequest({})), "app.ts has a mistake.");
    runner.answers = {};
    runner.say({ ...reloaded, functions: ["Orders"] });
    await adapter.shown("console", /^From now on calls of Orders stop at breakpoints, too\.\n$/);
    await adapter.restartRequest({});
    const again = ["debug Orders", "stopDebugging Orders", "debug Orders", "debug Orders"];
    assert.deepEqual(runner.asked, [...again, "stopDebugging Orders", "debug Orders"]);
  });

  test("turns debugging off when it is told to terminate, and stops nothing", async (t) => {
    const { adapter, runner } = await begun(t);
    await adapter.terminateRequest();
    await adapter.heard("terminated");
    await runner.left;
    assert.deepEqual(runner.asked, ["debug Orders", "stopDebugging Orders"]);
  });

  test("ends with its editor", async (t) => {
    const { adapter, runner } = await begun(t);
    await adapter.stop();
    assert.equal(await runner.left, true);
  });

  test("ends with the reason when the runner goes away", async (t) => {
    const { adapter, runner } = await begun(t);
    runner.goAway();
    await adapter.heard("terminated");
    await adapter.shown("stderr", /^The runner of .* has stopped\. Start debugging again to go on\.\n$/);
  });

  test("debugs all functions there are, and says which can't be", async (t) => {
    const names = ["Orders", "Stock", "Old"];
    const refusal = { of: "Old", code: "debug-unavailable", message: "Old runs on nodejs4.3." } as const;
    const { adapter, runner } = await begun(t, { function: "*" }, { names, refusal });
    await adapter.shown("console", /^Not debugged: Old runs on nodejs4\.3\.\n$/);
    await adapter.shown("console", /^Every call of Orders, Stock stops at breakpoints from now on/);
    runner.say({ ...waiting, functionName: "Stock" });
    await adapter.heard("lambdaEnvironment", ({ functionName }) => functionName === "Stock");
    await adapter.stop();
    await runner.left;
    const asked = ["debug Old", "debug Orders", "debug Stock", "stopDebugging Orders", "stopDebugging Stock"];
    assert.deepEqual(runner.asked.toSorted(), asked);
  });

  test("takes in functions that come later, and lets go of those that leave", async (t) => {
    const { adapter, runner } = await begun(t, { function: "*" });
    runner.answers = { names: ["Stock"] };
    runner.say({ event: "project", added: ["Stock"], removed: ["Orders"] });
    await adapter.shown("console", /^Orders is no longer in the project\./);
    await adapter.shown("console", /^From now on calls of Stock stop at breakpoints, too\.\n$/);
    assert.deepEqual(runner.asked, ["debug Orders", "stopDebugging Orders", "debug Stock"]);
  });

  test("debugs a function again that was away for a while", async (t) => {
    const { adapter, runner } = await begun(t, { function: "Orders" });
    runner.answers = { names: ["Stock"] };
    runner.say({ event: "project", added: ["Stock"], removed: ["Orders"] });
    await adapter.shown("console", /^Orders is no longer in the project\./);
    runner.answers = { names: ["Stock", "Orders"] };
    runner.say({ event: "project", added: ["Orders"], removed: [] });
    await adapter.shown("console", /^From now on calls of Orders stop at breakpoints, too\.\n$/);
    assert.deepEqual(runner.asked, ["debug Orders", "stopDebugging Orders", "debug Orders"]);
  });

  test("tries again with a function that a save has made one that can be debugged", async (t) => {
    const refusal = { of: "Stock", code: "build-failed", message: "Stock can't be built." } as const;
    const { adapter, runner } = await begun(t, { function: "*" }, { names: ["Orders", "Stock"], refusal });
    await adapter.shown("console", /^Not debugged: Stock can't be built\.\n$/);
    runner.say({ ...reloaded, functions: ["Stock"] });
    await runner.askedFor("debug Stock", 2);
    assert.deepEqual(runner.asked.toSorted(), ["debug Orders", "debug Stock", "debug Stock"]);
  });

  test("refuses with the runner's reason when debugging can't be turned on", async (t) => {
    const folder = newFolder(t);
    const message = "Ruby can't be debugged yet.";
    await FakeRunner.start(t, folder, { refusal: { code: "debug-unavailable", message } });
    const adapter = await AdapterClient.start(t, folder);
    assert.equal(await adapter.refusal(adapter.launch({ function: "Orders" })), message);
  });

  test("names the functions there are when it is told of none or another", async (t) => {
    const folder = newFolder(t);
    await FakeRunner.start(t, folder);
    const adapter = await AdapterClient.start(t, folder);
    assert.match(await adapter.refusal(adapter.launch({})), /^The configuration names no function\./);
    const other = await adapter.refusal(adapter.launch({ function: "Order" }));
    assert.match(other, /^There is no function Order in .*\. Set "function" to one of: Orders\.$/);
  });

  test("names the templates there are when it is told of another", async (t) => {
    const folder = newFolder(t);
    await FakeRunner.start(t, folder);
    const adapter = await AdapterClient.start(t, folder);
    const message = await adapter.refusal(adapter.launch({ function: "Orders", template: "other.yaml" }));
    assert.match(
      message,
      /^There is no function in .*other\.yaml\. Set "template" to one of: \/work\/template\.yaml\.$/,
    );
  });

  test("shows how far it is while debugging is turned on, which can be cancelled", async (t) => {
    const { adapter, launched } = await slowlyBegun(t, { supportsProgressReporting: true });
    const { progressId, title, cancellable } = await adapter.heard("progressStart");
    assert.deepEqual([title, cancellable], ["Debugging Orders", true]);
    await adapter.heard("progressUpdate", ({ message }) => message === "pip install: debugpy 1.0");
    await adapter.customRequest("cancel", { progressId });
    assert.equal(await launched, "It was cancelled.");
    await adapter.heard("progressEnd", (body) => body["progressId"] === progressId);
  });

  test("tells on the console how far it is where a client shows no progress", async (t) => {
    const { adapter } = await slowlyBegun(t, {});
    await adapter.shown("console", /^Debugging Orders…\n$/);
    await adapter.shown("console", /^pip install…\n$/);
  });

  test("refuses a workspace that is no folder", async (t) => {
    const adapter = await AdapterClient.start(t, newFolder(t));
    const message = await adapter.refusal(adapter.launch({ function: "Orders", workspace: "nowhere" }));
    assert.match(message, /^There is no folder .*nowhere\. Set "workspace"/);
  });
});

/** A session whose debugging takes long to turn on; `launched` resolves to why that failed. */
async function slowlyBegun(
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
async function begun(
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
