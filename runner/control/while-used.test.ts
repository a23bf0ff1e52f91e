import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { WhileUsed } from "./while-used.ts";

function unused(t: TestContext): { use: WhileUsed; calls: () => number } {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const onUnused = t.mock.fn();
  return { use: new WhileUsed(onUnused), calls: () => onUnused.mock.callCount() };
}

test("A runner that nobody comes to hold is unused after a minute", (t) => {
  const { calls } = unused(t);
  t.mock.timers.tick(59_999);
  assert.equal(calls(), 0);
  t.mock.timers.tick(1);
  assert.equal(calls(), 1);
});

test("A runner is used while anybody holds it, and a moment longer", (t) => {
  const { use, calls } = unused(t);
  const [first, second] = [use.hold(), use.hold()];
  t.mock.timers.tick(600_000);
  first();
  t.mock.timers.tick(600_000);
  assert.equal(calls(), 0);
  second();
  t.mock.timers.tick(4_999);
  const third = use.hold();
  t.mock.timers.tick(600_000);
  assert.equal(calls(), 0);
  third();
  t.mock.timers.tick(5_000);
  assert.equal(calls(), 1);
});

test("A runner that stops for another reason is not told that it is unused", (t) => {
  const { use, calls } = unused(t);
  const release = use.hold();
  use.dispose();
  release();
  t.mock.timers.tick(600_000);
  assert.equal(calls(), 0);
});
