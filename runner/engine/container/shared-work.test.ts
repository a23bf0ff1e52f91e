import assert from "node:assert/strict";
import { test } from "node:test";
import { SharedWork } from "./shared-work.ts";

test("does work once for all who want it, and tells all its progress", async () => {
  const shared = new SharedWork<string>();
  const { promise: go, resolve: letGo } = Promise.withResolvers<undefined>();
  let runs = 0;
  const heard: string[] = [];
  const join = (name: string): Promise<void> =>
    shared.run(
      "key",
      async (_, report) => {
        runs++;
        await go;
        report("half");
      },
      (step) => heard.push(`${name} ${step}`),
      new AbortController().signal,
    );
  const both = [join("a"), join("b")];
  letGo(undefined);
  await Promise.all(both);
  assert.equal(runs, 1);
  assert.deepEqual(heard, ["a half", "b half"]);
});

test("goes on for the others when one gives up, and stops when the last one does", async () => {
  const shared = new SharedWork<string>();
  let workSignal: AbortSignal | undefined;
  const join = (signal: AbortSignal): Promise<void> =>
    shared.run(
      "key",
      (stop) => {
        workSignal = stop;
        return new Promise((_, reject) => stop.addEventListener("abort", () => reject(new Error("stopped"))));
      },
      () => undefined,
      signal,
    );
  const [a, b] = [new AbortController(), new AbortController()];
  const [first, second] = [join(a.signal), join(b.signal)];
  a.abort(new Error("a left"));
  await assert.rejects(first, { message: "a left" });
  assert.equal(workSignal?.aborted, false);
  b.abort(new Error("b left"));
  await assert.rejects(second, { message: "b left" });
  assert.equal(workSignal.aborted, true);
});

test("starts anew after a failure", async () => {
  const shared = new SharedWork<string>();
  const signal = new AbortController().signal;
  const run = (work: () => Promise<void>): Promise<void> => shared.run("key", work, () => undefined, signal);
  await assert.rejects(
    run(() => Promise.reject(new Error("no network"))),
    { message: "no network" },
  );
  await run(() => Promise.resolve());
});
