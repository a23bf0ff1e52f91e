import assert from "node:assert/strict";
import { test } from "node:test";
import { DebugWait } from "../engine/debug-wait.ts";
import { awaitDebugger } from "./await-debugger.ts";

test("a debugger that does not start is told of, and may start later all the same", async () => {
  const wait = new DebugWait((port) => Promise.resolve({ host: "127.0.0.1", port, remoteRoot: "/var/task" }));
  const events: string[] = [];
  const silent = Promise.withResolvers<undefined>();
  const waiting = Promise.withResolvers<number>();
  const over = awaitDebugger(
    { debugWait: wait, stop: () => Promise.resolve() },
    {
      setup: { language: "node" },
      backend: { isRelayed: false, letGo: undefined },
      onSilent: () => silent.resolve(void events.push("silent")),
      onWaiting: ({ port }) => waiting.resolve(port),
      onGivenUp: () => events.push("given up"),
      onStuck: () => events.push("stuck"),
    },
    { attachMs: 1, leaveMs: 1 },
  );
  await silent.promise;
  wait.onListening(4711);
  assert.equal(await waiting.promise, 4711);
  wait.onGoesOn("attached");
  wait.ended();
  await over;
  assert.deepEqual(events, ["silent"]);
});
