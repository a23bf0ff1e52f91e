import assert from "node:assert/strict";
import { test } from "node:test";
import { median, percentilesOf, percentilesText } from "./percentiles.ts";

const upTo = (count: number): number[] => Array.from({ length: count }, (_each, index) => count - index);

test("has no percentiles without a run", () => {
  assert.equal(percentilesOf([]), undefined);
});

const shown: readonly (readonly [runs: number, p50: number, p95: number | undefined, p99: number | undefined])[] = [
  [1, 1, undefined, undefined],
  [19, 10, undefined, undefined],
  [20, 10.5, 19, undefined],
  [99, 50, 95, undefined],
  [100, 50.5, 95, 99],
];

for (const [runs, p50, p95, p99] of shown) {
  test(`shows of ${runs} runs what so many can show`, () => {
    assert.deepEqual(percentilesOf(upTo(runs)), { runs, p50, p95, p99, max: runs });
  });
}

test("has no middle of nothing", () => {
  assert.ok(Number.isNaN(median([])));
});

const said: readonly (readonly [runs: number, text: string])[] = [
  [1, "1 run."],
  [2, "Median of 2 runs, at most 2 ms."],
  [100, "Median of 100 runs, 95 % within 95 ms, 99 % within 99 ms, at most 100 ms."],
];

for (const [runs, text] of said) {
  test(`says of ${runs} runs what so many can show`, () => {
    const percentiles = percentilesOf(upTo(runs));
    assert.equal(percentiles && percentilesText(percentiles), text);
  });
}
