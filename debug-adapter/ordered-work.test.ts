import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OrderedWork } from "./ordered-work.ts";

describe("work that is done in order", () => {
  test("is done at once when nothing has to be waited for", () => {
    const done: string[] = [];
    new OrderedWork().do("now", (value) => done.push(value));
    assert.deepEqual(done, ["now"]);
  });

  test("waits for what was asked for before, and no longer", async () => {
    const done: string[] = [];
    const work = new OrderedWork();
    const [slow, quick] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
    const all = Promise.withResolvers<undefined>();
    work.do(slow.promise, (value) => done.push(value));
    work.do(quick.promise, (value) => done.push(value));
    work.do("known", (value) => {
      done.push(value);
      all.resolve(undefined);
    });
    quick.resolve("quick");
    await quick.promise;
    assert.equal(done.length, 0);
    slow.resolve("slow");
    await all.promise;
    assert.deepEqual(done, ["slow", "quick", "known"]);
    await new Promise(setImmediate);
    work.do("later", (value) => done.push(value));
    assert.equal(done.at(-1), "later");
  });
});
