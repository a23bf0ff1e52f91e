import assert from "node:assert/strict";
import { test } from "node:test";
import { DebugWait } from "../engine/debug-wait.ts";
import { awaitDebugger } from "./await-debugger.ts";

test("a debugger that does not start is told of, and may start later all the same", async () => {
  const wait = new DebugWait((port) => Promise.resolve({ host: "127.0.0.1", port, remoteRoot: "/var/task" }));
  const events: string[] = [];
  const silent = Promise.withResolvers<undefined>();
  const waiting = Promise.withResolvers<undefined>();
  const over = awaitDebugger(
    { debugWait: wait, stop: () => Promise.resolve() },
    {
      setup: { language: "node" },
      unwanted: new Promise(() => undefined),
      backend: { tellsOfDebugger: true, looksAtClock: true, letGo: () => Promise.resolve() },
      onSilent: () => silent.resolve(void events.push("silent")),
      onWaiting: () => waiting.resolve(void events.push("waiting")),
      onGivenUp: () => events.push("given up"),
      onStuck: () => events.push("stuck"),
    },
    { attachMs: 1, leaveMs: 1, arriveMs: 1 },
  );
  await silent.promise;
  wait.onListening(4711);
  await waiting.promise;
  wait.onGoesOn("attached");
  wait.ended();
  await over;
  assert.deepEqual(events, ["silent", "waiting"]);
});

test("a debugger that nobody wants any more is not waited for, nor missed", async () => {
  const wait = new DebugWait((port) => Promise.resolve({ host: "127.0.0.1", port, remoteRoot: "/var/task" }));
  const events: string[] = [];
  const unwanted = Promise.withResolvers<undefined>();
  const letGo = Promise.withResolvers<undefined>();
  const over = awaitDebugger(
    { debugWait: wait, stop: () => Promise.resolve() },
    {
      setup: { language: "python" },
      unwanted: unwanted.promise,
      backend: {
        tellsOfDebugger: true,
        looksAtClock: true,
        letGo: (): Promise<void> => {
          letGo.resolve(undefined);
          return letGo.promise;
        },
      },
      onSilent: () => events.push("silent"),
      onWaiting: () => unwanted.resolve(void events.push("waiting")),
      onGivenUp: () => events.push("given up"),
      onStuck: () => events.push("stuck"),
    },
    { attachMs: 30_000, leaveMs: 1, arriveMs: 1 },
  );
  wait.onListening(4711);
  await letGo.promise;
  wait.ended();
  await over;
  assert.deepEqual(events, ["waiting"]);
});
