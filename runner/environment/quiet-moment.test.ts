import assert from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
import { test, type TestContext } from "node:test";
import { quietMoment } from "./quiet-moment.ts";

/** A quiet moment under a clock of the test's own. */
function watch(t: TestContext, ready: Promise<unknown>, signal = new AbortController().signal) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let isOver = false;
  void quietMoment(ready, signal).then(() => (isOver = true));
  return async (ms: number): Promise<boolean> => {
    await nextTurn();
    t.mock.timers.tick(ms);
    await nextTurn();
    return isOver;
  };
}

const never = new Promise(() => undefined);

test("waits until something is ready, and for its first call", async (t) => {
  const ready = Promise.withResolvers<undefined>();
  const isOverAfter = watch(t, ready.promise);
  assert.equal(await isOverAfter(500), false);
  ready.resolve(undefined);
  assert.equal(await isOverAfter(50), false);
  assert.equal(await isOverAfter(50), true);
});

test("does not wait for ever", async (t) => {
  const isOverAfter = watch(t, never);
  await isOverAfter(1000);
  assert.equal(await isOverAfter(100), true);
});

test("ends at once when told to, before and after something is ready", async (t) => {
  for (const ready of [never, Promise.resolve()]) {
    const told = new AbortController();
    const isOverAfter = watch(t, ready, told.signal);
    assert.equal(await isOverAfter(0), false);
    told.abort();
    assert.equal(await isOverAfter(0), true);
    t.mock.timers.reset();
  }
});
