import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangeLog } from "./change-log.ts";

test("a file that came and went in one burst is not told of", () => {
  const log = new ChangeLog();
  log.record("/a.js", "added", false);
  log.record("/a.js", "removed", true);
  assert.deepEqual(log.take(), []);
});

test("a file that was told to be gone, and came and went since, is told to be gone again", () => {
  const log = new ChangeLog();
  log.record("/a.js", "removed", true);
  const gone = [{ path: "/a.js", kind: "removed" }];
  assert.deepEqual(log.take(), gone);
  log.record("/a.js", "added", false);
  log.record("/a.js", "removed", true);
  assert.deepEqual(log.take(), gone);
});

test("a file that was told to be gone is told so once more when there is word of it, and not for ever", () => {
  const log = new ChangeLog();
  for (const path of ["/src/a.js", "/b.js", "/src2/c.js"]) log.record(path, "removed", true);
  log.take();
  log.recordStillMissing("/b.js");
  log.recordStillMissing("/d.js");
  log.recordMissingFolder("/src");
  const again = [
    { path: "/b.js", kind: "removed" },
    { path: "/src/a.js", kind: "removed" },
  ];
  assert.deepEqual(log.take(), again);
  log.recordStillMissing("/b.js");
  assert.deepEqual(log.take(), []);
});

test("a file that is put in place of another is changed", () => {
  const log = new ChangeLog();
  log.record("/a.js", "removed", true);
  log.record("/a.js", "added", false);
  assert.deepEqual(log.take(), [{ path: "/a.js", kind: "changed" }]);
});

test("a file that was found twice is still one that was there before", () => {
  const log = new ChangeLog();
  for (const kind of ["removed", "added", "added", "removed"] as const) log.record("/a.js", kind, false);
  assert.deepEqual(log.take(), [{ path: "/a.js", kind: "removed" }]);
});
