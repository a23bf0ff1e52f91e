import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import type { DebuggerEvent } from "../runner/control/protocol.ts";
import { DapClient } from "./debug/dap-client.ts";
import { DebuggedFunction } from "./debug/debugged-function.ts";
import { InspectorClient } from "./debug/inspector-client.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { runnerCaches } from "./harness/runner-caches.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { innerScope, suiteScope, type Scope } from "./harness/scope.ts";

const project = {
  defaults: { Handler: "app.handler", Timeout: 20, MemorySize: 256 },
  functions: {
    Node: { CodeUri: "node", Runtime: "nodejs24.x" },
    Python: { CodeUri: "python", Runtime: "python3.11" },
    Ruby: { CodeUri: "ruby", Runtime: "ruby3.4" },
  },
  files: {
    "node/app.mjs": "export const handler = async () => 'answer';\n",
    "python/app.py": "def handler(event, _):\n    return 'answer'\n",
    "ruby/app.rb": "def handler(event:, **)\n  'answer'\nend\n",
  },
};

for (const engine of ["process", "container"] as const) {
  const skip = engine === "process" ? false : lacking("container engine", "ruby image");
  suite(`A debugger that leaves in the middle of attaching (${engine})`, { skip, timeout: 120_000 }, () => {
    const scope = suiteScope();
    let running: RunningProject;
    before(async () => {
      running = await startProject(scope, project, engineArguments(engine), runnerCaches);
    });

    for (const name of engine === "process" ? ["Node", "Python"] : ["Node", "Python", "Ruby"]) {
      test(`has the call of ${name} go on at once`, async (t) => {
        const inner = innerScope(t);
        const debugged = await DebuggedFunction.start(inner, running, name);
        const call = running.payloadOf(name);
        await leaveHalfway(inner, await debugged.nextWaiting());
        assert.equal(await call, "answer");
        // That is what it would have had to wait for.
        assert.equal(
          running.runner.lines.find(({ code }) => code === "debugger-not-attached"),
          undefined,
        );
      });
    }
  });
}

/** Has a program look at its debugger, and leaves without the last word that it waits for. */
async function leaveHalfway(scope: Scope, waiting: DebuggerEvent): Promise<void> {
  if (waiting.language === "node") {
    (await InspectorClient.attach(scope, waiting)).detach();
    return;
  }
  const client = await DapClient.open(scope, waiting);
  await client.attachHalfway(waiting);
  client.detach();
}
