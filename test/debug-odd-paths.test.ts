import assert from "node:assert/strict";
import { join } from "node:path";
import { before, suite, test } from "node:test";
import { DapClient } from "./debug/dap-client.ts";
import { DebuggedFunction } from "./debug/debugged-function.ts";
import { generatedLine } from "./debug/generated-line.ts";
import { InspectorClient } from "./debug/inspector-client.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { innerScope, suiteScope } from "./harness/scope.ts";
import { cacheRoot } from "./images/cached-folder.ts";

const odd = "my code 100%25 #1 (é 日本) [x]";

const project = {
  defaults: { Timeout: 20, MemorySize: 256 },
  functions: {
    Typed: { Runtime: "nodejs24.x", CodeUri: odd, Handler: "my äpp.handler" },
    Plain: { Runtime: "nodejs24.x", CodeUri: `plain ${odd}`, Handler: "my äpp.handler" },
    Python: { Runtime: "python3.11", CodeUri: `py ${odd}`, Handler: "my sub/äpp.handler" },
  },
  files: {
    [`${odd}/my äpp.ts`]: [
      "interface Input { readonly name: string }",
      "export const handler = async ({ name }: Input): Promise<string> => {",
      "  const greeting = `Hello, ${name}`;",
      "  return greeting;",
      "};",
      "",
    ].join("\n"),
    [`plain ${odd}/my äpp.mjs`]: "export const handler = async ({ name }) => {\n  return name;\n};\n",
    [`py ${odd}/my sub/äpp.py`]: "def handler(event, context):\n    name = event['name']\n    return name\n",
  },
};

const engines = [
  ["process"],
  ["container", "--code-transfer", "mount"],
  ["container", "--code-transfer", "copy"],
] as const;

for (const [engine, ...options] of engines) {
  const skip = engine === "process" ? false : lacking("container engine");
  const where = [engine, ...options].join(" ");
  suite(`Breakpoints in files with odd paths are hit (${where})`, { skip, timeout: 120_000 }, () => {
    const scope = suiteScope();
    let running: RunningProject;
    before(async () => {
      const args = [...engineArguments(engine), ...options];
      running = await startProject(scope, project, args, { XDG_CACHE_HOME: cacheRoot });
    });

    test("in TypeScript", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "Typed");
      const waiting = await debugged.nextWaiting();
      const inspector = await InspectorClient.attach(innerScope(t), waiting);
      const compiled = join(waiting.localRoot, "my äpp.js");
      const line = generatedLine(compiled, join(running.folder, odd, "my äpp.ts"), 3);
      await inspector.setBreakpoint("pp\\.js$", line);
      await inspector.letGo();
      const answer = running.invoke("Typed", { name: "odd" });
      const pause = await inspector.nextPause();
      assert.equal(await inspector.evaluate(pause, "name"), "odd");
      await inspector.resume();
      assert.equal((await answer).payload, "Hello, odd");
    });

    test("in JavaScript", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "Plain");
      const waiting = await debugged.nextWaiting();
      const inspector = await InspectorClient.attach(innerScope(t), waiting);
      await inspector.setBreakpoint("pp\\.mjs$", 1);
      await inspector.letGo();
      const answer = running.invoke("Plain", { name: "odd" });
      assert.equal(await inspector.evaluate(await inspector.nextPause(), "name"), "odd");
      await inspector.resume();
      assert.equal((await answer).payload, "odd");
    });

    test("in Python", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "Python");
      const source = join(running.folder, `py ${odd}/my sub/äpp.py`);
      const debuggerOf = await DapClient.attach(innerScope(t), await debugged.nextWaiting(), source, [3]);
      const answer = running.invoke("Python", { name: "odd" });
      const stop = await debuggerOf.nextStop();
      assert.deepEqual([stop.path, stop.line], [source, 3]);
      assert.equal(await debuggerOf.evaluate(stop, "name"), "'odd'");
      await debuggerOf.resume(stop);
      assert.equal((await answer).payload, "odd");
    });
  });
}
