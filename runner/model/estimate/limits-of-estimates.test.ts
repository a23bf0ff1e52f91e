import assert from "node:assert/strict";
import { test } from "node:test";
import { estimateFunction } from "./function-estimate.ts";
import { inputOf } from "./input-for-tests.ts";
import { checkLimit, parseLimits, type EstimateLimit } from "./limits-of-estimates.ts";
import { runOf } from "./run-for-tests.ts";

const read: readonly (readonly [text: string, limits: EstimateLimit[]])[] = [
  ["cost=5/month", [{ of: "cost/month", max: 5 }]],
  ["cost=$2.50/million", [{ of: "cost/million", max: 2.5 }]],
  [
    "cost=5/month,cold=800ms",
    [
      { of: "cost/month", max: 5 },
      { of: "cold", max: 800 },
    ],
  ],
  [
    "cold=1.5s, memory=400MB",
    [
      { of: "cold", max: 1500 },
      { of: "memory", max: 400 },
    ],
  ],
];

for (const [text, limits] of read) {
  test(`reads ${text}`, () => {
    assert.deepEqual(parseLimits(text), { limits });
  });
}

for (const [text, wrong] of [
  ["cost=5", "cost=5"],
  ["cold=800", "cold=800"],
  ["cold=800ms,", ""],
  ["cost=-1/month", "cost=-1/month"],
  ["cold=800ms,speed=1", "speed=1"],
] as const) {
  test(`can't read ${JSON.stringify(text)}`, () => {
    assert.deepEqual(parseLimits(text), { wrong });
  });
}

const ran = estimateFunction(inputOf({ runs: [runOf({ report: { maxMemoryUsedMb: 90 } })] }));

const checks: readonly (readonly [limit: EstimateLimit, isOver: boolean, text: RegExp])[] = [
  [{ of: "cost/month", max: 0.01 }, true, /^cost \$0\.\d+\/month, above \$0\.010\/month$/],
  [{ of: "cost/million", max: 100 }, false, /^$/],
  [{ of: "cold", max: 1 }, true, /^cold start \d+ ms, above 1 ms$/],
  [{ of: "memory", max: 89 }, true, /^memory 90 MB, above 89 MB$/],
  [{ of: "memory", max: 90 }, false, /^$/],
];

for (const [limit, isOver, text] of checks) {
  test(`finds a function ${isOver ? "over" : "within"} ${limit.of} ${limit.max}`, () => {
    const check = checkLimit(limit, ran);
    assert.equal(check.kind, isOver ? "over" : "within");
    assert.match(check.kind === "within" ? "" : check.text, text);
  });
}

test("can't tell the cost of a function that never ran", () => {
  assert.deepEqual(checkLimit({ of: "cost/month", max: 5 }, estimateFunction(inputOf({}))), {
    kind: "unknown",
    text: "cost $5.00/month",
  });
});
