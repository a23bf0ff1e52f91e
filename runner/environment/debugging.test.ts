import assert from "node:assert/strict";
import { test } from "node:test";
import { debugBackends } from "../debug/backends/backends.ts";
import { deadline, Debugging } from "./debugging.ts";

const observer = { onWaiting: () => undefined, onGivenUp: () => undefined, onSilent: () => undefined };

test("time stands still while a function is debugged, and starts anew when that has ended", () => {
  const debugging = new Debugging({ language: "node" }, debugBackends.node, observer);
  const startMs = performance.now() - 60_000;
  const limit = deadline(startMs, 1000, debugging);
  assert.equal(limit.atMs, Infinity);
  const endedMs = performance.now();
  debugging.end();
  assert.ok(limit.atMs >= endedMs + 1000, "what was spent on looking counts");
  assert.ok(Number.isFinite(limit.atMs));
  const later = performance.now() + 5000;
  assert.equal(deadline(later, 1000, debugging).atMs, later + 1000);
});

test("what is not debugged has its limit from the start", () => {
  assert.equal(deadline(100, 1000, undefined).atMs, 1100);
});
