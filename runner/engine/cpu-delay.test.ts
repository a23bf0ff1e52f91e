import assert from "node:assert/strict";
import { test } from "node:test";
import { CpuDelay } from "./cpu-delay.ts";

/** A kernel with these threads, ms each. */
function delaysOf(threads: Map<string, number>): CpuDelay {
  return new CpuDelay((thread) => threads.get(thread));
}

test("the delay of a CPU is that of all threads together", () => {
  const delay = delaysOf(
    new Map([
      ["1", 4],
      ["2", 6],
    ]),
  );
  assert.equal(delay.read(["1", "2"]), 10);
});

test("a thread that has ended leaves what was read of it last", () => {
  const threads = new Map([["1", 4]]);
  const delay = delaysOf(threads);
  delay.read(["1"]);
  threads.set("2", 30);
  delay.read(["1", "2"]);
  threads.delete("2");
  threads.set("1", 5);
  assert.equal(delay.read(["1"]), 35);
  assert.equal(delay.read(["1"]), 35);
});

test("a thread that ends between its listing and its reading counts with what was known", () => {
  const threads = new Map([["1", 4]]);
  const delay = delaysOf(threads);
  delay.read(["1"]);
  threads.delete("1");
  assert.equal(delay.read(["1"]), 4);
});

test("a new thread with the id of one that has ended is another one", () => {
  const threads = new Map([["1", 40]]);
  const delay = delaysOf(threads);
  delay.read(["1"]);
  threads.set("1", 3);
  assert.equal(delay.read(["1"]), 43);
});
