import assert from "node:assert/strict";
import { test } from "node:test";
import { nextSpareSteps, type SpareView } from "./spares.ts";

const limits = { count: 2, memoryMb: 200 };

function view(name: string, changes: Partial<SpareView> = {}): SpareView {
  return { name, usedAtMs: 1000, hasSpare: false, canHaveSpare: true, memoryMb: 50, ...changes };
}

test("starts a spare for the function used most lately", () => {
  const views = [view("old", { usedAtMs: 10 }), view("new", { usedAtMs: 20 })];
  assert.deepEqual(nextSpareSteps(views, limits, 0), { retire: [], start: "new" });
});

test("starts none when all that should have one do", () => {
  const views = [view("a", { hasSpare: true }), view("b", { hasSpare: true }), view("c", { usedAtMs: 1 })];
  assert.deepEqual(nextSpareSteps(views, limits, 0), { retire: [], start: undefined });
});

test("gives the oldest spare back when another function is used", () => {
  const views = [
    view("a", { hasSpare: true, usedAtMs: 1 }),
    view("b", { hasSpare: true, usedAtMs: 2 }),
    view("c", { usedAtMs: 3 }),
  ];
  assert.deepEqual(nextSpareSteps(views, limits, 0), { retire: ["a"], start: "c" });
});

test("keeps none for functions that were not used since, or that can have none", () => {
  const views = [view("past", { usedAtMs: 5, hasSpare: true }), view("image", { canHaveSpare: false })];
  assert.deepEqual(nextSpareSteps(views, limits, 10), { retire: ["past"], start: undefined });
});

test("stays within the memory for all of them", () => {
  const views = [view("a", { memoryMb: 150, hasSpare: true, usedAtMs: 2 }), view("b", { memoryMb: 60, usedAtMs: 1 })];
  assert.deepEqual(nextSpareSteps(views, limits, 0), { retire: [], start: undefined });
});
