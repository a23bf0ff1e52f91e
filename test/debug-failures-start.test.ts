import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { suite, test } from "node:test";
import { AdapterClient } from "./debug-adapter/adapter-client.ts";
import { DapClient } from "./debug/dap-client.ts";
import { Editor } from "./debug/editor.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { writeProject } from "./harness/project.ts";
import { runnerCaches } from "./harness/runner-caches.ts";
import { newFolder } from "./harness/runner-process.ts";
import { startProject } from "./harness/running-project.ts";
import { innerScope } from "./harness/scope.ts";

const project = {
  defaults: { Runtime: "python3.11", Handler: "app.handler", CodeUri: "app", Timeout: 5, MemorySize: 256 },
  functions: { App: {} },
  files: { "app/app.py": "def handler(event, _):\n    return 'answer'\n" },
};

suite("Debugging that can't begin", () => {
  test("says that the port of the Lambda API is taken, and how to take another", async (t) => {
    const folder = newFolder(t);
    writeProject(folder, project);
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    t.after(() => other.close());
    const port = String((other.address() as AddressInfo).port);
    const adapter = await AdapterClient.start(t, folder);
    const runnerArguments = [`--port=${port}`, ...engineArguments("process")];
    const message = await adapter.refusal(adapter.launch({ function: "App", runnerArguments }));
    assert.match(message, new RegExp(`${port}.*(--port|another port)`, "s"));
  });

  test("says what to do where debugpy can't be had, and the function runs on", async (t) => {
    const scope = innerScope(t);
    const env = { XDG_CACHE_HOME: newFolder(scope), PIP_NO_INDEX: "1" };
    const running = await startProject(scope, project, engineArguments("process"), env);
    const adapter = await AdapterClient.start(scope, running.folder);
    const message = await adapter.refusal(adapter.launch({ function: "App" }));
    assert.match(
      message,
      /debugpy is not on this machine yet, and pip could not install it: .*connect to the network/s,
    );
    assert.equal(await running.payloadOf("App"), "answer");
  });

  for (const engine of ["process", "container"] as const) {
    const where = engine === "process" ? "a process of this machine" : "a container";
    const skip = engine === "container" && lacking("container engine");

    test(
      `shows what is wrong with a debugger that does not work in ${where}, and the call is answered`,
      { skip },
      async (t) => {
        const scope = innerScope(t);
        const cache = newFolder(scope);
        mkdirSync(join(cache, "pilotlight", "debugpy-1.8.21"), { recursive: true });
        const running = await startProject(scope, project, engineArguments(engine), { XDG_CACHE_HOME: cache });
        const adapter = await AdapterClient.start(scope, running.folder);
        await adapter.begin("launch", { function: "App", event: {} });
        await adapter.shown("stderr", /debugger does not work here: ModuleNotFoundError.* cache folder/);
        await adapter.shown("console", /^App answered after .*"answer"/);
      },
    );
  }

  test("goes on half a minute after a debugger has left in the middle of attaching", async (t) => {
    const scope = innerScope(t);
    const running = await startProject(scope, project, engineArguments("process"), runnerCaches);
    const editor = await Editor.open(scope, running.folder, "App", { source: "/none", line: 1 });
    const call = running.invoke("App");
    const client = await DapClient.open(scope, await editor.waiting());
    await client.send("initialize", { adapterID: "test" });
    client.detach();
    assert.equal((await call).payload, "answer");
  });
});
