import assert from "node:assert/strict";
import { join } from "node:path";
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
  },
  files: {
    "node/app.mjs": "export const handler = async ({ ends }) => (ends ? process.exit(1) : 'answer');\n",
    "python/app.py": "import os\n\ndef handler(event, _):\n    return os._exit(1) if event.get('ends') else 'answer'\n",
  },
};

for (const engine of ["process", "container"] as const) {
  const skip = engine === "process" ? false : lacking("container engine");
  suite(`Debugging that ends while a call waits for its debugger (${engine})`, { skip, timeout: 120_000 }, () => {
    const scope = suiteScope();
    let running: RunningProject;
    before(async () => {
      running = await startProject(scope, project, engineArguments(engine), runnerCaches);
    });

    for (const name of ["Node", "Python"]) {
      test(`has the call of ${name} go on, in an environment that has started anew`, async (t) => {
        const inner = innerScope(t);
        const debugged = await DebuggedFunction.start(inner, running, name);
        const first = await debugged.nextWaiting();
        await letGo(inner, first);
        const { functionError } = await running.invoke(name, { ends: true });
        assert.equal(functionError, "Unhandled");
        const call = running.payloadOf(name);
        const second = await debugged.nextWaiting();
        assert.equal(second.environmentId, first.environmentId);
        await debugged.client.stopDebugging({ functionName: name });
        assert.equal(await call, "answer");
      });
    }
  });
}

/** Attaches, and leaves once the program runs. */
async function letGo(scope: Scope, waiting: DebuggerEvent): Promise<void> {
  if (waiting.language === "node") {
    const inspector = await InspectorClient.attach(scope, waiting);
    await inspector.letGo();
    inspector.detach();
    return;
  }
  const source = join(waiting.localRoot, "app.py");
  (await DapClient.attach(scope, waiting, source, [])).detach();
}
