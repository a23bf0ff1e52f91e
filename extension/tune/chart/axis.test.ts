import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { amountAxis, memoryAxis } from "./axis.ts";

describe("the axis of memory", () => {
  const axis = memoryAxis(128, 10_240, 100, 700);

  test("runs from the least to the most", () => {
    assert.equal(axis.at(128), 100);
    assert.equal(axis.at(10_240), 700);
  });

  test("has twice as much equally far to the right, wherever that is", () => {
    const step = axis.at(256) - axis.at(128);
    assert.ok(Math.abs(axis.at(4096) - axis.at(2048) - step) < 1e-9);
  });

  test("labels doublings within it", () => {
    assert.deepEqual(axis.ticks, [128, 256, 512, 1024, 2048, 4096, 8192]);
    assert.deepEqual(memoryAxis(200, 1000, 0, 1).ticks, [256, 512]);
  });
});

describe("the axis of amounts", () => {
  const cases: readonly [highest: number, ticks: readonly number[]][] = [
    [851, [0, 500, 1000]],
    [433, [0, 200, 400, 600]],
    [100, [0, 50, 100]],
    [0.35, [0, 0.1, 0.2, 0.3, 0.4]],
    [17.1, [0, 5, 10, 15, 20]],
    [0, [0, 1]],
  ];
  for (const [highest, ticks] of cases) {
    test(`up to ${highest} has few labels, all of them round`, () => {
      assert.deepEqual(amountAxis(highest, 200, 0).ticks, ticks);
    });
  }

  test("begins at nothing, and has half as much half as high", () => {
    const axis = amountAxis(400, 200, 0);
    assert.deepEqual([axis.at(0), axis.at(200), axis.at(400)], [200, 100, 0]);
  });
});
