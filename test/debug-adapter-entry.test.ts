import assert from "node:assert/strict";
import { join } from "node:path";
import { suite, test } from "node:test";
import type { DebuggerEvent } from "../runner/control/protocol.ts";
import { AdapterClient } from "./debug-adapter/adapter-client.ts";
import { begun } from "./debug-adapter/begun-session.ts";
import { DapClient } from "./debug/dap-client.ts";
import { generatedLine } from "./debug/generated-line.ts";
import { InspectorClient } from "./debug/inspector-client.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { startProject } from "./harness/running-project.ts";
import { cacheRoot } from "./images/cached-folder.ts";

const project = {
  defaults: { Runtime: "nodejs24.x" },
  functions: {
    Typed: { CodeUri: "typed", Handler: "app.handler" },
    Python: { CodeUri: "python", Handler: "src/app.handler", Runtime: "python3.11" },
    Plain: { CodeUri: "plain", Handler: "index.handler" },
  },
  files: {
    "typed/word.ts": "const words = ['one', 'two'];\nexport const word = words[1];\n",
    "typed/app.ts":
      "import { word } from './word.ts';\n\nconst first: string = word ?? '';\nexport const handler = async () => first;\n",
    "python/src/app.py": "\nfirst = 'four'\n\ndef handler(event, context):\n    return first\n",
    "plain/index.mjs": "const first = 'three';\nexport const handler = async () => first;\n",
  },
};

test("A session that can't stop on entry says what to do instead, once", async (t) => {
  const { adapter } = await begun(t, { stopOnEntry: true }, { language: "java" });
  await adapter.shown("stderr", /^Orders is not stopped on entry: functions in Java can't be\. Set a breakpoint in/);
  await adapter.restartRequest({});
  await adapter.stop();
  assert.equal(adapter.events.filter(({ body }) => /not stopped on entry/.test(JSON.stringify(body))).length, 1);
});

for (const engine of ["process", "container"] as const) {
  const skip = engine === "process" ? false : lacking("container engine");
  suite(`Stopping on entry on the ${engine} engine`, { skip }, () => {
    for (const [name, sourceLine] of [
      ["Typed", 2],
      ["Plain", 0],
    ] as const) {
      test(`stops ${name} where its own module begins, and only once`, async (t) => {
        const running = await startProject(t, project, engineArguments(engine));
        const adapter = await AdapterClient.start(t, running.folder);
        await adapter.begin("attach", { function: name, stopOnEntry: true });
        const event = (await adapter.heard("lambdaEnvironment")) as unknown as DebuggerEvent;
        const debuggee = await InspectorClient.attach(t, event);
        await debuggee.letGo();
        const pause = await debuggee.nextPause();
        const line = pause.callFrames[0]?.location.lineNumber;
        const bundle = `${event.localRoot}/app.js`;
        const entry = event.sourceMaps
          ? generatedLine(bundle, `${running.folder}/typed/app.ts`, sourceLine)
          : sourceLine;
        assert.equal(line, entry);
        const call = running.payloadOf(name);
        await debuggee.resume();
        assert.equal(await call, name === "Typed" ? "two" : "three");
        debuggee.detach();
      });
    }

    for (const [when, reaches] of [
      ["in the middle of attaching", () => Promise.resolve()],
      ["where it has stopped", (debuggee: InspectorClient) => debuggee.letGo().then(() => debuggee.nextPause())],
    ] as const) {
      test(`has a call go on at once when its debugger leaves ${when}`, { timeout: 60_000 }, async (t) => {
        const running = await startProject(t, project, engineArguments(engine));
        const adapter = await AdapterClient.start(t, running.folder);
        await adapter.begin("attach", { function: "Plain", stopOnEntry: true });
        const event = (await adapter.heard("lambdaEnvironment")) as unknown as DebuggerEvent;
        const debuggee = await InspectorClient.attach(t, event);
        await reaches(debuggee);
        const call = running.payloadOf("Plain");
        debuggee.detach();
        assert.equal(await call, "three");
        // That is what it would have had to wait for.
        assert.equal(
          running.runner.lines.find(({ code }) => code === "debugger-not-attached"),
          undefined,
        );
      });
    }

    test("stops a Python function where the module of its handler begins, and only once", async (t) => {
      const running = await startProject(t, project, engineArguments(engine), { XDG_CACHE_HOME: cacheRoot });
      const adapter = await AdapterClient.start(t, running.folder);
      await adapter.begin("attach", { function: "Python", stopOnEntry: true });
      const event = (await adapter.heard("lambdaEnvironment")) as unknown as DebuggerEvent & { configuration: object };
      const source = join(running.folder, "python/src/app.py");
      const debuggee = await DapClient.attach(t, event, source, [], event.configuration);
      const stop = await debuggee.nextStop();
      assert.deepEqual([stop.path, stop.line], [source, 2]);
      const call = running.payloadOf("Python");
      await debuggee.resume(stop);
      assert.equal(await call, "four");
    });
  });
}
