import assert from "node:assert/strict";
import { join } from "node:path";
import { before, suite, test } from "node:test";
import { DapClient } from "./debug/dap-client.ts";
import { DebuggedFunction } from "./debug/debugged-function.ts";
import { InspectorClient } from "./debug/inspector-client.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { innerScope, suiteScope } from "./harness/scope.ts";
import { cacheRoot } from "./images/cached-folder.ts";

const nodeCode = `export const handler = async () => {
  try {
    throw new Error("caught");
  } catch {
    setImmediate(() => {
      throw new RangeError("nobody catches it");
    });
  }
  await new Promise(() => undefined);
};
`;

const pythonCode = `import json

def handler(event, context):
    try:
        raise ValueError('caught')
    except ValueError:
        caught_by_library()
    return inner()

def caught_by_library():
    try:
        # It passes through a library on its way.
        json.dumps(object(), default=refuse)
    except RuntimeError:
        return

def refuse(value):
    raise RuntimeError('not this')

def inner():
    raise KeyError('nobody catches it')
`;

// From 1.
const nodeLine = 6;
const refuseLine = 18;
const pythonLine = 21;

const project = {
  defaults: { Timeout: 20, MemorySize: 256 },
  functions: {
    Node: { Runtime: "nodejs24.x", CodeUri: "node", Handler: "app.handler" },
    Python: { Runtime: "python3.11", CodeUri: "python", Handler: "app.handler" },
    Init: { Runtime: "python3.11", CodeUri: "init", Handler: "app.handler" },
  },
  files: {
    "node/app.mjs": nodeCode,
    "python/app.py": pythonCode,
    "init/app.py": "name = 'late'\nraise OSError(name)\n",
  },
};

for (const engine of ["process", "container"] as const) {
  const where = engine === "process" ? "a process of this machine" : "a container";
  const skip = engine === "process" ? false : lacking("container engine");
  suite(`An exception that nobody catches, in ${where},`, { skip, timeout: 120_000 }, () => {
    const scope = suiteScope();
    let running: RunningProject;
    before(async () => {
      running = await startProject(scope, project, engineArguments(engine), { XDG_CACHE_HOME: cacheRoot });
    });

    test("stops Node.js where it is thrown", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "Node");
      const inspector = await InspectorClient.attach(innerScope(t), await debugged.nextWaiting());
      await inspector.send("Debugger.setPauseOnExceptions", { state: "uncaught" });
      await inspector.letGo();
      const answer = running.invoke("Node");
      const pause = await inspector.nextPause();
      assert.equal(pause.callFrames[0]?.location.lineNumber, nodeLine - 1);
      await inspector.resume();
      assert.equal((await answer).functionError, "Unhandled");
    });

    test("stops Python where it leaves the function", async (t) => {
      const { debuggerOf, source } = await attachTo(innerScope(t), "Python", ["uncaught"]);
      const answer = running.invoke("Python");
      const stop = await debuggerOf.nextStop();
      assert.deepEqual([stop.path, stop.line], [source, pythonLine]);
      await debuggerOf.resume(stop);
      assert.equal((await answer).functionError, "Unhandled");
    });

    test("stops Python in init code", async (t) => {
      const { debuggerOf, source } = await attachTo(innerScope(t), "Init", ["uncaught"]);
      const stop = await debuggerOf.nextStop();
      assert.deepEqual([stop.path, stop.line], [source, 2]);
      assert.equal(await debuggerOf.evaluate(stop, "name"), "'late'");
    });

    test("stops Python where it leaves for a library, too, when asked to", async (t) => {
      const { debuggerOf } = await attachTo(innerScope(t), "Python", ["uncaught", "userUnhandled"]);
      const answer = running.invoke("Python");
      for (const line of [refuseLine, pythonLine]) {
        const stop = await debuggerOf.nextStop();
        assert.equal(stop.line, line);
        await debuggerOf.resume(stop);
      }
      assert.equal((await answer).functionError, "Unhandled");
    });

    async function attachTo(inner: ReturnType<typeof innerScope>, functionName: string, filters: readonly string[]) {
      const debugged = await DebuggedFunction.start(inner, running, functionName);
      const waiting = await debugged.nextWaiting();
      const source = join(running.folder, functionName.toLowerCase(), "app.py");
      return { source, debuggerOf: await DapClient.attach(inner, waiting, source, [], {}, filters) };
    }
  });
}
