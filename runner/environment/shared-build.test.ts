import assert from "node:assert/strict";
import { test } from "node:test";
import type { Prepared } from "./preparer.ts";
import { SharedBuild } from "./shared-build.ts";

function unfinished(): { build: SharedBuild; finish: () => void; signal: () => AbortSignal | undefined } {
  const done = Promise.withResolvers<Prepared>();
  let given: AbortSignal | undefined;
  const build = new SharedBuild((signal) => {
    given = signal;
    return done.promise;
  });
  return { build, finish: () => done.resolve({ id: "1" } as Prepared), signal: () => given };
}

test("A shared build is stopped when the last who waits has given up, not before", async () => {
  const { build, signal } = unfinished();
  const [one, two] = [new AbortController(), new AbortController()];
  const waits = [build.wait(one.signal), build.wait(two.signal)];
  one.abort();
  await assert.rejects(waits[0] ?? assert.fail(), { name: "AbortError" });
  assert.deepEqual([signal()?.aborted, build.isAbandoned], [false, false]);
  two.abort();
  await assert.rejects(waits[1] ?? assert.fail(), { name: "AbortError" });
  assert.deepEqual([signal()?.aborted, build.isAbandoned], [true, true]);
});

test("A shared build serves those who come when it is over", async () => {
  const { build, finish } = unfinished();
  const wait = build.wait(undefined);
  finish();
  assert.equal((await wait).id, "1");
  assert.equal((await build.wait(new AbortController().signal)).id, "1");
  assert.equal(build.isAbandoned, false);
});
