import assert from "node:assert/strict";
import { test } from "node:test";
import { runOf } from "./run-for-tests.ts";
import { newestBuilds, type Run } from "./run.ts";

/** `count` runs of a build, a cold one first, from a time on. */
function build(name: string, startedAt: number, count: number, initMs = 100): Run[] {
  return Array.from({ length: count }, (_each, index) =>
    runOf({ build: name, startedAt: startedAt + index, report: index === 0 ? { initMs } : {} }),
  );
}

test("knows nothing without a run that teaches", () => {
  assert.equal(newestBuilds([runOf({ status: "failure" }), runOf({ isDebugged: true })]), undefined);
});

test("sees a build with enough runs alone", () => {
  const builds = newestBuilds([...build("a", 0, 3), ...build("b", 10, 5)]);
  assert.deepEqual([builds?.newest.build, builds?.newest.runs.length], ["b", 5]);
  assert.deepEqual([builds?.before?.build, builds?.before?.runs.length], ["a", 3]);
});

test("sees a build with few runs together with those before it that do not differ", () => {
  const builds = newestBuilds([...build("a", 0, 3), ...build("b", 10, 1, 120), ...build("c", 20, 1, 110)]);
  assert.deepEqual([builds?.newest.build, builds?.newest.runs.length, builds?.before], ["c", 5, undefined]);
});

test("stops at a build that differs", () => {
  const builds = newestBuilds([...build("a", 0, 3), ...build("b", 10, 2, 110), ...build("c", 20, 1, 300)]);
  assert.deepEqual([builds?.newest.build, builds?.newest.runs.length], ["c", 1]);
  assert.deepEqual([builds?.before?.build, builds?.before?.runs.length], ["b", 5]);
});

test("takes the build for the newest that was first run last, though an older one's call ended later", () => {
  const late = runOf({ build: "a", startedAt: 25 });
  const builds = newestBuilds([...build("a", 0, 5), ...build("b", 20, 5), late]);
  assert.deepEqual([builds?.newest.build, builds?.newest.runs.length, builds?.before?.runs.length], ["b", 5, 6]);
});

test("leaves out runs of the other engine", () => {
  const other = build("a", 0, 3).map((run) => ({ ...run, engine: "container" as const }));
  const builds = newestBuilds([...other, ...build("b", 10, 1)]);
  assert.deepEqual([builds?.newest.engine, builds?.newest.runs.length, builds?.before], ["process", 1, undefined]);
});
