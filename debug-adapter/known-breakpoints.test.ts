import assert from "node:assert/strict";
import { test } from "node:test";
import { KnownBreakpoints } from "./known-breakpoints.ts";

const nothing = { functions: [], failed: [], files: [] };
const failed = { ...nothing, failed: ["Orders"], files: ["/work/app.ts", "/work/other.ts"] };

test("A breakpoint waits for an environment", () => {
  const known = new KnownBreakpoints(() => true);
  assert.deepEqual(known.set("/work/app.ts", [3]), [
    { id: 1, line: 3, verified: false, message: "Bound as soon as the function is invoked.", reason: "pending" },
  ]);
  assert.deepEqual(known.reloaded({ ...nothing, functions: ["Orders"], files: ["/work/app.ts"] }), []);
});

test("A breakpoint says that its file could not be built, until a build can be", () => {
  const known = new KnownBreakpoints(() => false);
  known.set("/work/app.ts", [3, 5]);
  known.set("/work/plain.ts", [1]);
  const told = known.reloaded(failed);
  assert.deepEqual(
    told.map(({ id, verified }) => [id, verified]),
    [
      [1, false],
      [2, false],
    ],
  );
  for (const { message = "" } of told) assert.match(message, /^The code that runs is older than this file/);
  // What was said already.
  assert.deepEqual(known.reloaded(failed), []);
  assert.match(known.set("/work/app.ts", [4])[0]?.message ?? "", /older/);
  assert.deepEqual(
    known
      .reloaded({ ...nothing, functions: ["Orders"], files: ["/work/other.ts"] })
      .map(({ id, reason }) => [id, reason]),
    [[4, "pending"]],
  );
});

test("A file that belongs to several functions is old as long as one of them is", () => {
  const known = new KnownBreakpoints(() => false);
  known.set("/work/app.ts", [3]);
  known.reloaded({ ...failed, failed: ["Orders", "Mailer"] });
  assert.deepEqual(known.reloaded({ ...nothing, functions: ["Orders"] }), []);
  assert.equal(known.reloaded({ ...nothing, functions: ["Mailer"] }).length, 1);
});

test("A breakpoint in old code is claimed to be bound where that has to be", () => {
  const known = new KnownBreakpoints(() => true);
  known.set("/work/app.ts", [3]);
  assert.equal(known.reloaded(failed)[0]?.verified, true);
});
