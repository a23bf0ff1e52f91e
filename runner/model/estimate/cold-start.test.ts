import assert from "node:assert/strict";
import { test } from "node:test";
import { baseColdStart } from "./base-cold-start.ts";
import type { Calibration } from "./estimate-input.ts";
import { estimateFunction, type FunctionEstimate } from "./function-estimate.ts";
import { inputOf } from "./input-for-tests.ts";
import { runOf } from "./run-for-tests.ts";

const base = baseColdStart(inputOf({}).fn).ms;

/** An empty function here takes half as long as on AWS. */
const calibration: Calibration = { runtime: "nodejs24.x", engine: "process", emptyInitMs: base / 2, measuredAt: 0 };

const ran = [runOf({ report: { initMs: base / 2 + 50 } })];

function coldStart(input: Parameters<typeof inputOf>[0]): FunctionEstimate["coldStartMs"] {
  return estimateFunction(inputOf(input)).coldStartMs;
}

function about(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);
}

test("adds what init takes beyond an empty one, as much slower as AWS is", () => {
  const { value, basis } = coldStart({ runs: ran, calibration });
  about(value, base + 2 * 50);
  assert.ok(basis.kind === "estimated");
  assert.match(basis.from, /of an empty function .* \+ 2\.00 × \(init measured here \d+ ms, 1 run, less \d+ ms of an/);
});

test("is never below an empty function's", () => {
  about(coldStart({ runs: [runOf({ report: { initMs: 1 } })], calibration }).value, base);
});

test("holds the factor within bounds", () => {
  const quick = { ...calibration, emptyInitMs: 1 };
  about(coldStart({ runs: [runOf({ report: { initMs: 11 } })], calibration: quick }).value, base + 3 * 10);
  const slow = { ...calibration, emptyInitMs: 10_000 };
  about(coldStart({ runs: [runOf({ report: { initMs: 10_010 } })], calibration: slow }).value, base + 0.5 * 10);
});

test("takes the middle of several inits", () => {
  const runs = [40, 50, 500].map((own) => runOf({ report: { initMs: base / 2 + own } }));
  about(coldStart({ runs, calibration }).value, base + 2 * 50);
});

test("counts the part of our own Python runtime's start that AWS's has, too", () => {
  const fn = { runtime: "python3.13" };
  const pythonBase = baseColdStart(inputOf({ fn }).fn).ms;
  const runs = [runOf({ report: { initMs: pythonBase + 60 } })];
  const of = { ...calibration, runtime: "python3.13", emptyInitMs: pythonBase };
  about(coldStart({ fn, runs, calibration: of }).value, pythonBase + 60 / 0.6);
});

test("says that the machine was not compared with AWS yet, by the greater of the two", () => {
  const { value, basis } = coldStart({ runs: [runOf({ report: { initMs: 900 } })] });
  about(value, 900);
  assert.ok(basis.kind === "estimated");
  assert.match(basis.from, /not compared with AWS yet/);
  about(coldStart({ runs: [runOf({ report: { initMs: 1 } })] }).value, base);
});

test("leaves out the reading of source maps that AWS does not read", () => {
  const code = { bundleBytes: 1_000_000, unpackedBytes: 1_000_000, packages: [] };
  const mapped = coldStart({ runs: ran, calibration, code: { ...code, isMappedOnlyHere: true } });
  assert.ok(mapped.value > base && mapped.value < base + 2 * 50);
  assert.match(mapped.basis.kind === "estimated" ? mapped.basis.from : "", /and about \d+ ms of reading source maps/);
  about(coldStart({ runs: ran, calibration, code }).value, base + 2 * 50);
});

test("takes no other engine's calibration", () => {
  about(coldStart({ runs: ran, calibration: { ...calibration, engine: "container" } }).value, base);
});

test("estimates by packages and size what never ran", () => {
  const code = { bundleBytes: 2_000_000, unpackedBytes: 2_000_000, packages: [{ name: "aws-sdk", bytes: 1_000_000 }] };
  const { value, basis } = coldStart({ code });
  assert.ok(value > base);
  assert.ok(basis.kind === "estimated");
  assert.match(
    basis.from,
    /to load 2\.0 MB of code, aws-sdk \d+ ms of them, by size and by packages measured elsewhere/,
  );
});

test("says of what never ran, and whose code is not known, that it comes on top", () => {
  const { value, basis } = coldStart({});
  about(value, base);
  assert.ok(basis.kind === "estimated");
  assert.match(basis.from, /its own code comes on top/);
});
