import assert from "node:assert/strict";
import { test } from "node:test";
import { labelRows } from "./label-rows.ts";

const widthOf = (text: string): number => text.length * 10;
const chart = { left: 0, right: 500, gap: 5 };

test("labels that have room stand in one row", () => {
  const labels = [
    { text: "now", x: 100 },
    { text: "fast", x: 300 },
  ];
  assert.deepEqual(labelRows(labels, widthOf, chart), [
    { text: "now", x: 100, row: 0 },
    { text: "fast", x: 300, row: 0 },
  ]);
});

test("labels that would cover one another stand above, in the lowest row that has room", () => {
  const labels = [
    { text: "abcd", x: 100 },
    { text: "abcd", x: 110 },
    { text: "abcd", x: 120 },
    { text: "abcd", x: 150 },
  ];
  assert.deepEqual(
    labelRows(labels, widthOf, chart).map(({ row }) => row),
    [0, 1, 2, 0],
  );
});

test("labels keep their distance", () => {
  const labels = [
    { text: "ab", x: 100 },
    { text: "ab", x: 124 },
  ];
  assert.deepEqual(
    labelRows(labels, widthOf, chart).map(({ row }) => row),
    [0, 1],
  );
});

test("labels at a side stay inside", () => {
  const labels = [
    { text: "abcd", x: 3 },
    { text: "abcd", x: 498 },
  ];
  assert.deepEqual(
    labelRows(labels, widthOf, chart).map(({ x }) => x),
    [20, 480],
  );
});
