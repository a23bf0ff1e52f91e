import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inputOf } from "../../../runner/model/estimate/input-for-tests.ts";
import { estimateHover } from "./estimate-hover.ts";
import { assertGolden } from "./golden-for-tests.ts";
import { callsOf, context, hoveredOf } from "./hovered-for-tests.ts";

const calibration = {
  runtime: "nodejs24.x",
  engine: "process",
  emptyInitMs: 40,
  measuredAt: Date.parse("2026-11-20T00:00:00Z"),
} as const;

describe("the hover of a function", () => {
  test("that was never run says what is known without a run, and what to do", () => {
    const code = { bundleBytes: 2_400_000, unpackedBytes: 3e6, packages: [{ name: "@aws-sdk/client-s3", bytes: 9e5 }] };
    assertGolden("never-run", estimateHover(hoveredOf(inputOf({ code })), context));
  });

  test("that has environments kept ready says what they cost, called or not", () => {
    const text = estimateHover(hoveredOf(inputOf({ fn: { provisionedConcurrency: 2 } })), context);
    assert.match(text, /\n\| environments.kept.ready \| \$\d+\.\d\d(?:&nbsp;)* \| [\d,]+ GB-seconds/);
  });

  test("that was run once does not pretend to know more", () => {
    assertGolden("one-run", estimateHover(hoveredOf(inputOf({ runs: callsOf(1) })), context));
  });

  test("that was run often has each figure with its percentiles, prices and dates", () => {
    const imports = [
      { file: "/app.ts", specifier: "./orders.js", ms: 3, build: "b1" },
      { file: "/app.ts", specifier: "@aws-sdk/client-s3", ms: 118, build: "b1" },
    ];
    const input = inputOf({ runs: callsOf(120), calibration, region: "eu-west-1" });
    assertGolden("many-runs", estimateHover(hoveredOf(input, { imports }), context));
  });

  test("that got worse says by how much", () => {
    const before = callsOf(20, { durationMs: 20 });
    const after = callsOf(20, { durationMs: 90 }, "b2").map((run) => ({ ...run, startedAt: run.startedAt + 60_000 }));
    assertGolden("worse", estimateHover(hoveredOf(inputOf({ runs: [...before, ...after] })), context));
  });

  test("with all that can cost has a line for each", () => {
    const fn = { provisionedConcurrency: 2, ephemeralStorageMb: 2048, memoryMb: 1024, architecture: "arm64" } as const;
    const traffic = { callsPerMonth: 250_000_000, coldShare: 0.002 };
    assertGolden("all-costs", estimateHover(hoveredOf(inputOf({ fn, traffic, runs: callsOf(30) })), context));
  });

  test("that only a deployment makes complete says what was assumed", () => {
    const text = estimateHover(hoveredOf(inputOf({}), { unknown: ["MemorySize"] }), context);
    assert.match(text, /\n\nMemorySize: only known when it is deployed; the default is used here\.\n\n/);
  });

  test("points out data that are over a year old", () => {
    const later = { ...context, today: new Date("2028-01-01") };
    const text = estimateHover(hoveredOf(inputOf({})), later);
    assert.equal(text.match(/\d{4}-\d\d-\d\d \(\*\*over a year old\*\*\)/g)?.length, 2);
  });

  test("has nothing of a user's text as markup", () => {
    const text = estimateHover(hoveredOf(inputOf({ fn: { name: "a|b [x](y) <i>`" } })), context);
    assert.ok(text.startsWith(String.raw`**a\|b \[x\](y) \<i\>\`**`));
  });
});
