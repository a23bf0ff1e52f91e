import assert from "node:assert/strict";
import { test } from "node:test";
import { costUsdPerMillion, invocationCost, pricedRegions, priceListDate, type BilledUsage } from "./prices.ts";

const usual: BilledUsage = {
  billedMs: 1000,
  memoryMb: 1024,
  architecture: "x86_64",
  ephemeralStorageMb: 512,
  region: "us-east-1",
};

function about(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= Math.abs(expected) * 1e-9, `${actual} is not ${expected}`);
}

// Worked by hand: MB / 1024 × ms / 1000 × price, plus the request.
const examples: readonly (readonly [
  title: string,
  usage: Partial<BilledUsage>,
  requestUsd: number,
  computeUsd: number,
  storageUsd: number,
])[] = [
  ["one GB-second", {}, 0.0000002, 0.0000166667, 0],
  ["one GB-second on arm64", { architecture: "arm64" }, 0.0000002, 0.0000133334, 0],
  ["a millisecond of the smallest function", { billedMs: 1, memoryMb: 128 }, 0.0000002, 0.0000000020833375, 0],
  ["120 ms at 1536 MB", { billedMs: 120, memoryMb: 1536 }, 0.0000002, 0.000003000006, 0],
  [
    "ten seconds of all of /tmp",
    { billedMs: 10_000, ephemeralStorageMb: 10_240 },
    0.0000002,
    0.000166667,
    0.0000029355,
  ],
  ["a dearer region", { region: "af-south-1" }, 0.00000027, 0.0000221, 0],
];

for (const [title, usage, requestUsd, computeUsd, storageUsd] of examples) {
  test(`charges ${title}`, () => {
    const cost = invocationCost({ ...usual, ...usage });
    about(cost.requestUsd, requestUsd);
    about(cost.computeUsd, computeUsd);
    about(cost.storageUsd, storageUsd);
    about(cost.totalUsd, requestUsd + computeUsd + storageUsd);
    assert.equal(cost.isAssumed, false);
  });
}

test("a million of AWS's example: 120 ms at 1536 MB costs 3.20 dollars before the free tier", () => {
  about(costUsdPerMillion({ ...usual, billedMs: 120, memoryMb: 1536 }), 3.200006);
});

const assumed: readonly (readonly [title: string, usage: Partial<BilledUsage>, isAssumed: boolean])[] = [
  ["an unknown region", { region: "mx-central-1" }, true],
  ["a region whose arm64 price is unknown, on arm64", { region: "il-central-1", architecture: "arm64" }, true],
  ["the same region on x86_64", { region: "il-central-1" }, false],
  ["the same region with more /tmp", { region: "il-central-1", ephemeralStorageMb: 1024 }, true],
];

for (const [title, usage, isAssumed] of assumed) {
  test(`${isAssumed ? "says that it assumes prices" : "knows the prices"} for ${title}`, () => {
    assert.equal(invocationCost({ ...usual, ...usage }).isAssumed, isAssumed);
  });
}

test("us-east-1's prices stand in for those of an unknown region", () => {
  const { isAssumed, ...cost } = invocationCost({ ...usual, region: "constructor" });
  const { isAssumed: isKnown, ...known } = invocationCost(usual);
  assert.deepEqual(cost, known);
  assert.deepEqual([isAssumed, isKnown], [true, false]);
});

test("the list has a day and its regions in order", () => {
  assert.match(priceListDate, /^\d{4}-\d\d-\d\d$/);
  assert.deepEqual(pricedRegions, pricedRegions.toSorted());
  assert.ok(pricedRegions.includes("eu-central-1"));
});
