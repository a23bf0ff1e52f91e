import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { DebuggerEvent } from "../runner/control/protocol.ts";
import { AdapterClient } from "./debug-adapter/adapter-client.ts";
import { generatedLine } from "./debug/generated-line.ts";
import { InspectorClient } from "./debug/inspector-client.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { startProject } from "./harness/running-project.ts";

const project = {
  defaults: { Runtime: "nodejs24.x" },
  functions: {
    Typed: { CodeUri: "typed", Handler: "app.handler" },
    Plain: { CodeUri: "plain", Handler: "index.handler" },
  },
  files: {
    "typed/word.ts": "const words = ['one', 'two'];\nexport const word = words[1];\n",
    "typed/app.ts":
      "import { word } from './word.ts';\n\nconst first: string = word ?? '';\nexport const handler = async () => first;\n",
    "plain/index.mjs": "const first = 'three';\nexport const handler = async () => first;\n",
  },
};

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
  });
}
