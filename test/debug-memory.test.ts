import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { DapClient } from "./debug/dap-client.ts";
import { DebuggedFunction } from "./debug/debugged-function.ts";
import { InspectorClient } from "./debug/inspector-client.ts";
import { connectTo, HeardEvents } from "./control/connect.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { runnerCaches } from "./harness/runner-caches.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { innerScope } from "./harness/scope.ts";

suite("The memory of a debugged call is the function's alone", () => {
  for (const engine of ["process", "container"] as const) {
    const skip = engine === "container" && lacking("container engine");
    test(`on the ${engine} engine`, { skip }, async (t) => {
      const running = await startProject(
        innerScope(t),
        {
          defaults: { Timeout: 20, MemorySize: 256 },
          files: {
            "node/app.js": "exports.handler = async () => 1;\n",
            "python/app.py": "def handler(*_): return 1\n",
          },
          functions: {
            Node: { CodeUri: "node", Handler: "app.handler", Runtime: "nodejs24.x" },
            Python: { CodeUri: "python", Handler: "app.handler", Runtime: "python3.11" },
          },
        },
        engineArguments(engine),
        runnerCaches,
      );
      for (const name of ["Node", "Python"]) {
        const events = await HeardEvents.of(await connectTo(innerScope(t), running.folder), "environment");
        const plainMb = await memoryMb(running, name);
        await events.once(
          (event) => event.event === "environment" && event.functionName === name && event.state === "spare",
        );
        const debugged = await DebuggedFunction.start(innerScope(t), running, name);
        const waiting = await debugged.nextWaiting();
        const answer = memoryMb(running, name);
        if (name === "Python") await DapClient.attach(innerScope(t), waiting, running.folder, []);
        else await (await InspectorClient.attach(innerScope(t), waiting)).letGo();
        const debuggedMb = await answer;
        // Debuggers take 20 MB and more.
        assert.ok(
          Math.abs(debuggedMb - plainMb) <= 10,
          `${name}: ${plainMb} MB without a debugger, ${debuggedMb} MB with`,
        );
        debugged.client.dispose();
      }
    });
  }
});

async function memoryMb(running: RunningProject, name: string): Promise<number> {
  const { requestId } = await running.invoke(name);
  const record = await running.record(requestId);
  return (record["report"] as { maxMemoryUsedMb: number }).maxMemoryUsedMb;
}
