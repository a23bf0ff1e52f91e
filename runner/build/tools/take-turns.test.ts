import assert from "node:assert/strict";
import { test } from "node:test";
import { takeTurns } from "./take-turns.ts";

const never = new AbortController().signal;

test("work for one folder runs one after the other, also after a failure; for another folder at once", async () => {
  const order: string[] = [];
  const first = Promise.withResolvers<undefined>();
  const a = takeTurns("a", never, () => first.promise);
  const b = takeTurns("a", never, () => Promise.resolve(order.push("b")));
  await takeTurns("other", never, () => Promise.resolve(order.push("other")));
  first.reject(new Error("failed"));
  await assert.rejects(a, /failed/);
  await b;
  assert.deepEqual(order, ["other", "b"]);
});

test("waiting ends when it is cancelled, and what waits behind goes on in turn", async () => {
  const first = Promise.withResolvers<undefined>();
  const order: string[] = [];
  const a = takeTurns("a", never, () => first.promise.then(() => order.push("a")));
  const controller = new AbortController();
  const b = takeTurns("a", controller.signal, () => Promise.resolve(order.push("b")));
  const c = takeTurns("a", never, () => Promise.resolve(order.push("c")));
  controller.abort();
  await assert.rejects(b, { code: "cancelled" });
  first.resolve(undefined);
  await Promise.all([a, c]);
  assert.deepEqual(order, ["a", "c"]);
});
