import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { before, suite, test } from "node:test";
import { Failure } from "../runner/model/failure.ts";
import { connectTo } from "./control/connect.ts";
import { DapClient } from "./debug/dap-client.ts";
import { DebuggedFunction } from "./debug/debugged-function.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { newFolder } from "./harness/runner-process.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";
import { innerScope, suiteScope } from "./harness/scope.ts";
import { cacheRoot } from "./images/cached-folder.ts";

const initLine = 3;
const handlerLine = 7;

const app = (version: number): string =>
  [
    "import os, sys",
    "",
    `version = ${String(version)}`,
    "",
    "def handler(event, context):",
    "    name = event.get('name')",
    "    greeting = '%s %d' % (name, version)",
    "    ours = [key for key in os.environ if key.startswith(('PILOTLIGHT', 'PYDEVD'))]",
    "    return [greeting, ours, [path for path in sys.argv if 'debug-python' in path], os.environ.get('WRAPPED')]",
    "",
  ].join("\n");

const project = {
  defaults: { Runtime: "python3.11", Timeout: 1, MemorySize: 128 },
  functions: {
    App: { CodeUri: "app", Handler: "app.handler" },
    Wrapped: {
      CodeUri: "app",
      Handler: "app.handler",
      Timeout: 20,
      Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: "/var/task/wrapper" } },
    },
    Endless: { CodeUri: "endless", Handler: "app.handler" },
    Old: { CodeUri: "endless", Handler: "app.handler", Runtime: "python3.7" },
  },
  files: {
    "app/app.py": app(1),
    "app/wrapper": '#!/bin/sh\nexport WRAPPED=yes\nexec "$@"\n',
    "endless/app.py": "import time\ndef handler(event, context):\n    while True: time.sleep(1)\n",
  },
};

for (const engine of ["process", "container"] as const) {
  const where = engine === "process" ? "a process of this machine" : "a container";
  const skip = engine === "process" ? false : lacking("container engine");
  suite(`Debugging Python in ${where}`, { skip, timeout: 180_000 }, () => {
    const scope = suiteScope();
    let running: RunningProject;
    let source: string;
    before(async () => {
      running = await startProject(scope, project, engineArguments(engine), { XDG_CACHE_HOME: cacheRoot });
      source = join(running.folder, "app/app.py");
    });

    test("stops in init code and in the handler at the very first call, and in what is saved", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "App");
      assert.deepEqual(debugged.reply, { functionName: "App", language: "python", engine });
      const waiting = await debugged.nextWaiting();
      const answer = running.invoke("App", { name: "first" });
      const debuggerOf = await DapClient.attach(innerScope(t), waiting, source, [initLine, handlerLine]);
      const inInit = await debuggerOf.nextStop();
      assert.deepEqual([inInit.path, inInit.line], [source, initLine]);
      await debuggerOf.resume(inInit);
      const inHandler = await debuggerOf.nextStop();
      assert.deepEqual([inHandler.path, inHandler.line], [source, handlerLine]);
      assert.equal(await debuggerOf.evaluate(inHandler, "name"), "'first'");
      // Two seconds go by, for those who may take one.
      for (let count = 0; count < 2; count++) {
        assert.equal((await running.invoke("Endless")).functionError, "Unhandled");
      }
      await debuggerOf.resume(inHandler);
      const { payload, requestId, log } = await answer;
      assert.deepEqual(payload, ["first 1", [], [], null], log);
      const lines = await debugged.client.logs({ functionName: "App", limit: 100 });
      assert.deepEqual(
        lines.filter(({ source }) => source === "function").map(({ text }) => text),
        [],
      );
      const record = await running.record(requestId);
      assert.deepEqual([record["status"], record["isDebugged"]], ["success", true]);

      const saved = new Saves(running).save("app/app.py", app(2));
      const fresh = await debugged.nextWaiting();
      await debuggerOf.programEnded();
      const again = await DapClient.attach(innerScope(t), fresh, source, [initLine]);
      const inFresh = await again.nextStop();
      assert.equal(inFresh.line, initLine);
      await again.resume(inFresh);
      await saved;
      assert.deepEqual(await running.payloadOf("App"), ["None 2", [], [], null]);
    });

    test("is over when the client that asked for it goes away", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "App");
      await debugged.nextWaiting();
      debugged.client.dispose();
      const { payload, requestId } = await running.invoke("App", { name: "plain" });
      assert.deepEqual(payload, ["plain 2", [], [], null]);
      assert.equal((await running.record(requestId))["isDebugged"], false);
    });

    test("goes together with the function's own wrapper", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "Wrapped");
      const waiting = await debugged.nextWaiting();
      const answer = running.invoke("Wrapped", { name: "wrapped" });
      const debuggerOf = await DapClient.attach(innerScope(t), waiting, source, [handlerLine]);
      await debuggerOf.resume(await debuggerOf.nextStop());
      assert.deepEqual((await answer).payload, ["wrapped 2", [], [], "yes"]);
    });

    test("refuses a Python that debugpy does not know", async (t) => {
      const client = await connectTo(innerScope(t), running.folder);
      await assert.rejects(
        client.debug({ functionName: "Old" }),
        (error) => error instanceof Failure && error.code === "debug-unavailable" && /3\.8/.test(error.message),
      );
    });
  });
}

test("Debugging Python says what to do when debugpy can't be had", async (t) => {
  const scope = innerScope(t);
  const cache = newFolder(scope);
  const env = { XDG_CACHE_HOME: cache, PIP_NO_INDEX: "1" };
  const running = await startProject(scope, project, engineArguments("process"), env);
  const client = await connectTo(scope, running.folder);
  await assert.rejects(
    client.debug({ functionName: "App" }),
    (error) => error instanceof Failure && error.code === "debug-unavailable" && /pip.*connect/is.test(error.message),
  );
  const progress = await running.line(({ event }) => event === "progress");
  assert.equal(progress["tool"], "pip install");
  assert.deepEqual(readdirSync(join(cache, "pilotlight")), []);
  assert.deepEqual(await running.payloadOf("App"), ["None 1", [], [], null]);
});
