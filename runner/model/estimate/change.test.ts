import assert from "node:assert/strict";
import { test } from "node:test";
import { changes } from "./change.ts";
import { runOf } from "./run-for-tests.ts";
import type { Run } from "./run.ts";

const inits = (...values: number[]): Run[] => values.map((initMs) => runOf({ report: { initMs } }));
const durations = (...values: number[]): Run[] => values.map((durationMs) => runOf({ report: { durationMs } }));
const peaks = (...values: number[]): Run[] => values.map((maxMemoryUsedMb) => runOf({ report: { maxMemoryUsedMb } }));

const comparisons: readonly (readonly [title: string, now: Run[], then: Run[], found: string[]])[] = [
  ["an init that grew by a lot, of one run each", inits(185), inits(100), ["init +85 ms"]],
  ["nothing in an init that grew by what one run may differ", inits(140), inits(100), []],
  [
    "a smaller growth once there are enough runs",
    inits(130, 131, 132, 133, 134),
    inits(98, 99, 100, 101, 102),
    ["init +32 ms"],
  ],
  ["nothing where runs of one build differ as much", inits(60, 90, 132, 200, 220), inits(50, 80, 100, 180, 210), []],
  ["an init that fell", inits(100), inits(185), ["init -85 ms"]],
  ["nothing in four warm calls", durations(90, 90, 90, 90), durations(10, 10, 10, 10), []],
  ["calls that take longer", durations(90, 91, 92, 93, 94), durations(10, 11, 12, 13, 14), ["duration +80 ms"]],
  ["memory that grew", peaks(120, 120, 120), peaks(64, 64, 64), ["memory +56 MB"]],
  ["nothing in a few MB", peaks(75, 75, 75, 75, 75), peaks(64, 64, 64, 64, 64), []],
  ["nothing without runs to compare", inits(500), [], []],
];

for (const [title, now, then, found] of comparisons) {
  test(`finds ${title}`, () => {
    const texts = changes(now, then).map(({ of, by, unit }) => `${of} ${by > 0 ? "+" : ""}${by} ${unit}`);
    assert.deepEqual(texts, found);
  });
}
