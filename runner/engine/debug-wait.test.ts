import assert from "node:assert/strict";
import { test } from "node:test";
import { DebugWait } from "./debug-wait.ts";

const nowhere = (): Promise<undefined> => Promise.resolve(undefined);

test("a wait for a debugger takes from when it can be reached until it has come", async () => {
  const wait = new DebugWait(nowhere);
  const beforeMs = performance.now();
  wait.onListening(9229);
  await wait.waiting;
  const leastMs = wait.waitedMs;
  wait.onGoesOn("attached");
  const { waitedMs } = wait;
  assert.ok(leastMs > 0 && waitedMs >= leastMs && waitedMs <= performance.now() - beforeMs);
  assert.equal(await wait.over, "attached");
  wait.ended();
  assert.equal(wait.waitedMs, waitedMs);
});

test("a wait for a debugger is over when the runtime is", async () => {
  const wait = new DebugWait(nowhere);
  wait.onListening(9229);
  wait.ended();
  const { waitedMs } = wait;
  assert.equal(await wait.over, undefined);
  assert.equal(wait.waitedMs, waitedMs);
});

test("a runtime that ends before it waits has not waited", () => {
  const wait = new DebugWait(nowhere);
  wait.ended();
  assert.equal(wait.waitedMs, 0);
});
