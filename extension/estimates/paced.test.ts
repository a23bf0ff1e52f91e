import assert from "node:assert/strict";
import { test } from "node:test";
import { Paced } from "./paced.ts";

test("acts at once, then once in a while on all that came meanwhile", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const done: string[] = [];
  const paced = new Paced((name) => done.push(name), 300);
  for (const name of ["a", "a", "b", "a", "b"]) paced.add(name);
  assert.deepEqual(done, ["a"]);
  t.mock.timers.tick(300);
  assert.deepEqual(done.splice(0), ["a", "a", "b"]);
  paced.add("c");
  assert.deepEqual(done, []);
  t.mock.timers.tick(300);
  assert.deepEqual(done.splice(0), ["c"]);
  t.mock.timers.tick(300);
  paced.add("d");
  assert.deepEqual(done, ["d"]);
});

test("does nothing once it is disposed of", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const done: string[] = [];
  const paced = new Paced((name) => done.push(name), 300);
  paced.add("a");
  paced.add("b");
  paced.dispose();
  t.mock.timers.tick(1000);
  assert.deepEqual(done, ["a"]);
});
