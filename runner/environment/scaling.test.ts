import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { nextScalingStep, throttleReason, type CapacityView, type ConcurrencyView } from "./scaling.ts";

describe("whether an invocation may come in", () => {
  const free: ConcurrencyView = {
    functionInFlight: 3,
    reservedConcurrency: undefined,
    unreservedInFlight: 10,
    unreservedConcurrency: 1000,
  };
  const cases: [string, Partial<ConcurrencyView>, string | undefined][] = [
    ["admits an invocation below the account's limit", {}, undefined],
    ["admits the last one below the limit", { unreservedInFlight: 999 }, undefined],
    ["refuses at the account's limit", { unreservedInFlight: 1000 }, "ConcurrentInvocationLimitExceeded"],
    ["admits below the reserved concurrency", { reservedConcurrency: 4 }, undefined],
    [
      "refuses at the reserved concurrency",
      { reservedConcurrency: 3 },
      "ReservedFunctionConcurrentInvocationLimitExceeded",
    ],
    [
      "refuses everything when zero is reserved",
      { reservedConcurrency: 0, functionInFlight: 0 },
      "ReservedFunctionConcurrentInvocationLimitExceeded",
    ],
    [
      "gives a function its reserved share although the rest is used up",
      { reservedConcurrency: 4, unreservedInFlight: 1000 },
      undefined,
    ],
  ];
  for (const [title, change, expected] of cases) {
    test(title, () => assert.equal(throttleReason({ ...free, ...change }), expected));
  }
});

describe("what to do when no environment is idle", () => {
  const one: CapacityView = {
    waiting: 1,
    starting: 0,
    finishing: 0,
    startingOfAll: 0,
    maxStarting: 4,
    neededMemoryMb: 128,
    availableMemoryMb: 4096,
    idleElsewhere: 0,
  };
  const cases: [string, Partial<CapacityView>, string][] = [
    ["starts an environment for a waiting invocation", {}, "start"],
    ["does nothing when nobody waits", { waiting: 0 }, "wait"],
    ["does not start a second one for the same invocation", { starting: 1, startingOfAll: 1 }, "wait"],
    ["starts one more for the second of two invocations", { waiting: 2, starting: 1, startingOfAll: 1 }, "start"],
    ["waits for an environment that has answered already", { finishing: 1 }, "wait"],
    ["starts one more when fewer have answered than wait", { waiting: 2, finishing: 1 }, "start"],
    ["waits while the machine is busy starting others", { startingOfAll: 4 }, "wait"],
    ["starts when memory just suffices", { availableMemoryMb: 128 }, "start"],
    ["waits when memory does not suffice", { availableMemoryMb: 127 }, "wait"],
    ["makes room when another function holds an idle one", { availableMemoryMb: 127, idleElsewhere: 1 }, "make-room"],
  ];
  for (const [title, change, expected] of cases) {
    test(title, () => assert.equal(nextScalingStep({ ...one, ...change }), expected));
  }
});
