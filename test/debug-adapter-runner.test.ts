import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { DebuggerEvent } from "../runner/control/protocol.ts";
import { helloProject, pilotlight, processEngine, type Reply } from "./cli/hello-project.ts";
import { connectTo } from "./control/connect.ts";
import { AdapterClient } from "./debug-adapter/adapter-client.ts";
import { InspectorClient } from "./debug/inspector-client.ts";
import { RunnerProcess } from "./harness/runner-process.ts";
import { suiteScope, type Scope } from "./harness/scope.ts";

suite("The debug adapter with a real runner", () => {
  const folder = helloProject(suiteScope());

  test("debugs a call from its start to its result, and leaves the function running", async (t) => {
    await RunnerProcess.start(t, processEngine, { cwd: folder });
    const adapter = await AdapterClient.start(t, folder);
    await adapter.begin("launch", { function: "hello", event: { say: "hi" } });
    const debuggee = await attachAsTold(t, adapter);
    // The program `log` call of the handler.
    await debuggee.setBreakpoint("index\\.mjs$", 2);
    await debuggee.letGo();
    const pause = await debuggee.nextPause();
    assert.equal(await debuggee.evaluate(pause, "event.say"), "hi");
    await debuggee.resume();
    await adapter.shown("stdout", /said hi\n$/);
    await adapter.shown("console", /^hello answered after [\d.]+ ms: \{"event":\{"say":"hi"\}/);
    assert.equal((await adapter.threadsRequest()).body.threads.length, 1);
    debuggee.detach();

    await adapter.stop();
    const { stdout } = await pilotlight(folder, "invoke", "hello", "-e", '{"say":"more"}', "--json");
    assert.equal(((JSON.parse(stdout) as Reply).payload as { event: { say: string } }).event.say, "more");
  });

  test("has the function run with variables of the session, while that goes on", async (t) => {
    await RunnerProcess.start(t, processEngine, { cwd: folder });
    const adapter = await AdapterClient.start(t, folder);
    const environment = { GREETING: "from the session" };
    await adapter.begin("launch", { function: "hello", template: "template.yaml", event: {}, environment });
    await (await attachAsTold(t, adapter)).letGo();
    await adapter.shown("console", /^hello answered .*"greeting":"from the session"/);

    await adapter.stop();
    const { stdout } = await pilotlight(folder, "invoke", "hello", "-e", "{}", "--json");
    assert.equal(((JSON.parse(stdout) as Reply).payload as { greeting: string }).greeting, "from the template");
  });

  test("says what a runner lacks that has another engine than the session asks for", async (t) => {
    await RunnerProcess.start(t, processEngine, { cwd: folder });
    const adapter = await AdapterClient.start(t, folder);
    const message = await adapter.refusal(adapter.launch({ function: "hello", engine: "container" }));
    assert.match(
      message,
      /^hello can't run on the container engine: this runner has the process engine alone\. Stop it/,
    );
  });

  test("debugs calls from elsewhere, too", async (t) => {
    await RunnerProcess.start(t, processEngine, { cwd: folder });
    const adapter = await AdapterClient.start(t, folder);
    await adapter.begin("attach", { function: "hello" });
    const call = pilotlight(folder, "invoke", "hello", "--json");
    const debuggee = await attachAsTold(t, adapter);
    await debuggee.letGo();
    assert.equal((await call).code, 0);
  });

  test("debugs all functions, and starts no environment of theirs before a call does", async (t) => {
    await RunnerProcess.start(t, processEngine, { cwd: folder });
    const adapter = await AdapterClient.start(t, folder);
    await adapter.begin("attach", {});
    assert.deepEqual(await (await connectTo(t, folder)).environments(), []);
    const call = pilotlight(folder, "invoke", "hello", "--json");
    await (await attachAsTold(t, adapter)).letGo();
    assert.equal((await call).code, 0);
    const { threads } = (await adapter.threadsRequest()).body;
    assert.match(threads.map(({ name }) => name).join(), /^hello [\da-f]{8}$/);
  });

  test("starts a runner where there is none, which ends when nobody uses it any more", async (t) => {
    const adapter = await AdapterClient.start(t, folder);
    const runnerArguments = ["--port=0", ...processEngine];
    await adapter.begin("launch", { function: "hello", event: {}, noDebug: true, runnerArguments });
    await adapter.shown("console", /^Lambda API http:/);
    await adapter.heard("terminated");
    const onlooker = await connectTo(t, folder);
    await adapter.stop();
    await onlooker.closed;
  });

  test("is refused while another session debugs the function", async (t) => {
    await RunnerProcess.start(t, processEngine, { cwd: folder });
    const first = await AdapterClient.start(t, folder);
    await first.begin("attach", { function: "hello" });
    const second = await AdapterClient.start(t, folder);
    const message = await second.refusal(second.launch({ function: "hello" }));
    assert.match(message, /^hello is being debugged already\./);
  });
});

/** Does what an editor does with the configuration that it is told of. */
async function attachAsTold(scope: Scope, adapter: AdapterClient): Promise<InspectorClient> {
  const { configuration } = (await adapter.heard("lambdaEnvironment")) as unknown as EnvironmentBody;
  return await InspectorClient.attach(scope, { host: configuration.address, port: configuration.port });
}

interface EnvironmentBody extends DebuggerEvent {
  readonly configuration: { readonly address: string; readonly port: number };
}
