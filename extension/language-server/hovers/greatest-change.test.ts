import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { estimateFunction, type EstimateInput } from "../../../runner/model/estimate/function-estimate.ts";
import { inputOf } from "../../../runner/model/estimate/input-for-tests.ts";
import { greatestChange } from "./greatest-change.ts";
import { callsOf } from "./hovered-for-tests.ts";

function changeOf(input: EstimateInput): string | undefined {
  return greatestChange(input, estimateFunction(input));
}

const usd = String.raw`\$[\d.]+`;

describe("what would change a month's cost most", () => {
  test("is shorter calls where calls are what is paid for", () => {
    const runs = callsOf(20, { durationMs: 400, cpuMs: 10 });
    assert.match(
      changeOf(inputOf({ runs })) ?? "",
      new RegExp(`^calls that take half as long, ${usd} less of ${usd} a`),
    );
  });

  test("is a shorter init where most of the time is init", () => {
    const runs = callsOf(20, { initMs: 3000, durationMs: 2, cpuMs: 1 });
    const input = inputOf({ runs, traffic: { callsPerMonth: 1_000_000, coldShare: 0.5 } });
    assert.match(changeOf(input) ?? "", /^half the init, /);
  });

  test("is, of the settings, the one that saves most", () => {
    const waiting = callsOf(20, { durationMs: 400, cpuMs: 1 });
    const memory = inputOf({ runs: waiting, fn: { memoryMb: 4096, architecture: "arm64" } });
    assert.match(changeOf(memory) ?? "", /; of the settings, 128 MB instead of 4096 MB, /);
    const kept = inputOf({ runs: waiting, fn: { memoryMb: 128, provisionedConcurrency: 5 } });
    assert.match(changeOf(kept) ?? "", /; of the settings, no environments kept ready, and so cold starts, /);
  });

  test("names no setting where none makes it cheaper", () => {
    const runs = callsOf(20, { durationMs: 400, cpuMs: 400 });
    const input = inputOf({ runs, fn: { memoryMb: 128, architecture: "arm64" } });
    assert.match(changeOf(input) ?? "", /; no setting known here makes it cheaper\.$/);
  });

  test("is not known of a function that was never run", () => {
    assert.equal(changeOf(inputOf({})), undefined);
  });
});
