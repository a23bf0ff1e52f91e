import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { DebuggerAddress } from "../runner/engine/debug-wait.ts";
import { debugBackends } from "../runner/debug/backends/backends.ts";
import { awaitDebugger, debuggerLimits } from "../runner/environment/await-debugger.ts";
import { InspectorClient } from "./debug/inspector-client.ts";
import { runFunction } from "./process-engine/running-function.ts";

describe("a runtime that is debugged", () => {
  const files = { "index.js": "exports.handler = async ({ code }) => (code ? process.exit(code) : 'answer');" };

  test("goes on without a debugger when none comes in time", async (t) => {
    const running = await runFunction(t, { runtime: "nodejs24.x", files, debug: { language: "node" } });
    const heard: string[] = [];
    void awaitDebugger(
      running.sandbox,
      {
        setup: { language: "node" },
        backend: debugBackends.node,
        unwanted: new Promise(() => undefined),
        onWaiting: () => heard.push("waits"),
        onSilent: () => undefined,
        onGivenUp: () => heard.push("given up"),
        onStuck: () => heard.push("stuck"),
      },
      { ...debuggerLimits, attachMs: 1 },
    );
    assert.equal(await running.call({}), "answer");
    assert.deepEqual(heard, ["waits", "given up"]);
    assert.equal(await running.output(), "");
  });

  test("ends although its debugger does not leave", async (t) => {
    const running = await runFunction(t, { runtime: "nodejs24.x", files, debug: { language: "node" } });
    const waiting = Promise.withResolvers<DebuggerAddress>();
    const awaited = awaitDebugger(
      running.sandbox,
      {
        setup: { language: "node" },
        backend: debugBackends.node,
        unwanted: new Promise(() => undefined),
        onWaiting: waiting.resolve,
        onSilent: neverCalled,
        onGivenUp: neverCalled,
        onStuck: neverCalled,
      },
      { ...debuggerLimits, leaveMs: 1 },
    );
    const inspector = await InspectorClient.attach(t, await waiting.promise);
    await inspector.letGo();
    await assert.rejects(running.invoke({ code: 3 }), /The runtime ended/);
    await awaited;
    await inspector.closed;
  });
});

function neverCalled(): never {
  assert.fail("A debugger is attached");
}
