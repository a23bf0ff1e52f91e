import assert from "node:assert/strict";
import { test } from "node:test";
import { failureText, outcomeOf } from "./outcome.ts";

const outcomes = [
  ["success", undefined, "succeeded"],
  ["timeout", undefined, "timed out"],
  ["error", "Runtime.Unknown", "failed"],
  ["failure", "Runtime.ExitError", "Runtime.ExitError"],
  ["failure", "Pilot.Cancelled", "cancelled"],
  ["error", undefined, "failed"],
] as const;

for (const [status, errorType, words] of outcomes) {
  test(`says "${words}" of a call with the status ${status} and the error type ${String(errorType)}`, () =>
    assert.equal(outcomeOf({ status, errorType }), words));
}

test("says an error's own type where it is known", () => assert.equal(failureText("RangeError"), "RangeError"));
test("says of a call that ran into its timeout what people call it", () =>
  assert.equal(failureText("Sandbox.Timedout"), "timed out"));
