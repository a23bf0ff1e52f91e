import assert from "node:assert/strict";
import { test } from "node:test";
import { quiet } from "../workspace/function-activity.ts";
import { changedFunctions } from "./changed-functions.ts";
import { folderView, summary } from "./views-for-tests.ts";

const a = summary("A");
const b = summary("B");

function namesOf(changed: ReturnType<typeof changedFunctions>): string | readonly string[] {
  return changed === "everything" ? changed : changed.map(({ functionName }) => functionName);
}

test("draws everything again when functions came, went or moved", () => {
  for (const after of [[a], [b, a], [a, b, summary("C")], [a, summary("B", { template: "/other.yaml" })]]) {
    assert.equal(namesOf(changedFunctions([folderView([a, b])], [folderView(after)])), "everything");
  }
  assert.equal(namesOf(changedFunctions([], [folderView([a])])), "everything");
});

test("draws nothing again when nothing is another object", () => {
  const view = folderView([a, b]);
  assert.deepEqual(changedFunctions([view], [{ ...view }]), []);
});

test("draws the one function again whose activity or settings changed", () => {
  const before = folderView([a, b]);
  const busy = { ...before, state: { ...before.state, activity: new Map([["B", { ...quiet }]]) } };
  assert.deepEqual(namesOf(changedFunctions([before], [busy])), ["B"]);
  const larger = { ...before, state: { ...before.state, functions: [summary("A", { memoryMb: 512 }), b] } };
  assert.deepEqual(namesOf(changedFunctions([before], [larger])), ["A"]);
});

test("draws all functions of a folder again when its saved events changed", () => {
  const before = folderView([a, b]);
  assert.deepEqual(namesOf(changedFunctions([before], [{ ...before, events: [] }])), ["A", "B"]);
});
