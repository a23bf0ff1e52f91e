import assert from "node:assert/strict";
import { join } from "node:path";
import { suite, test } from "node:test";
import type { InvokeReply, LogLine } from "../runner/control/protocol.ts";
import { AdapterClient } from "./debug-adapter/adapter-client.ts";
import { begun, slowlyBegun, waiting } from "./debug-adapter/begun-session.ts";
import { FakeRunner } from "./debug-adapter/fake-runner.ts";
import { newFolder } from "./harness/runner-process.ts";

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

const reply: InvokeReply = {
  requestId: "r",
  statusCode: 200,
  functionError: null,
  payload: '{"ok":true}',
  log: "",
  engine: "process",
  build: "3fa9c1d2",
  report: null,
  isDebugged: false,
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
    const runtime = `${join(import.meta.dirname, "..", "dist", "gate").replaceAll("\\", "/")}/**`;
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
