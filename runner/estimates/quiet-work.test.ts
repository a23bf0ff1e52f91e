import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, test, type TestContext } from "node:test";
import { QuietWork } from "./quiet-work.ts";

function quietWork(t: TestContext, isBusy = (): boolean => false) {
  const bugs: unknown[] = [];
  const work = new QuietWork({ isBusy, onBug: (error) => bugs.push(error), quietMs: 1 });
  t.after(() => work.dispose());
  return { work, bugs };
}

const aborted = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, "abort");
};

describe("quiet work", () => {
  // Its timers keep no process alive.
  const alive = setInterval(() => undefined, 1000);
  test.after(() => clearInterval(alive));

  test("is done one after the other, the newest of a key alone", async (t) => {
    const { work } = quietWork(t);
    const done: string[] = [];
    const finished = Promise.withResolvers<undefined>();
    const note = (name: string) => () => {
      done.push(name);
      if (done.length === 2) finished.resolve(undefined);
      return Promise.resolve();
    };
    work.add("a", note("old a"));
    work.add("b", note("b"));
    work.add("a", note("new a"));
    await finished.promise;
    assert.deepEqual(done, ["b", "new a"]);
  });

  test("begins anew when it is disturbed", async (t) => {
    const { work } = quietWork(t);
    const first = Promise.withResolvers<undefined>();
    const second = Promise.withResolvers<undefined>();
    let times = 0;
    work.add("a", async (signal) => {
      times++;
      if (times === 2) {
        second.resolve(undefined);
        return;
      }
      first.resolve(undefined);
      await aborted(signal);
    });
    await first.promise;
    work.disturb();
    await second.promise;
    assert.equal(times, 2);
  });

  test("waits while somebody is served", async (t) => {
    const asked = Promise.withResolvers<undefined>();
    let isBusy = true;
    const { work } = quietWork(t, () => {
      asked.resolve(undefined);
      return isBusy;
    });
    const done = Promise.withResolvers<boolean>();
    work.add("a", () => {
      done.resolve(isBusy);
      return Promise.resolve();
    });
    await asked.promise;
    isBusy = false;
    assert.equal(await done.promise, false);
  });

  test("is given up for newer work of its key, and at the end", async (t) => {
    const { work } = quietWork(t);
    const started = Promise.withResolvers<undefined>();
    const ends: string[] = [];
    work.add("a", async (signal) => {
      started.resolve(undefined);
      await aborted(signal);
      ends.push("first");
    });
    await started.promise;
    const second = Promise.withResolvers<undefined>();
    work.add("a", async (signal) => {
      second.resolve(undefined);
      await aborted(signal);
      ends.push("second");
    });
    await second.promise;
    await work.dispose();
    assert.deepEqual(ends, ["first", "second"]);
  });

  test("that fails is told and holds up nothing", async (t) => {
    const { work, bugs } = quietWork(t);
    const next = Promise.withResolvers<undefined>();
    work.add("a", () => Promise.reject(new Error("broken")));
    work.add("b", () => {
      next.resolve(undefined);
      return Promise.resolve();
    });
    await next.promise;
    assert.deepEqual(bugs, [new Error("broken")]);
  });
});
