import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tuneResult } from "../../runner/tune/result-for-tests.ts";
import { tunedView } from "./tuned-view.ts";

const verified = { predictedMs: 110, measuredMs: 100, runs: 3, failure: null, isShortOfCpus: false } as const;

describe("what the tuning panel shows", () => {
  test("begins with what to do, and what it brings", () => {
    const { advice, facts, recommendedMb } = tunedView(tuneResult());
    assert.match(
      advice,
      /^\d+ MB is recommended: a call takes \d+ ms instead of \d+ ms, a million calls cost \$[\d.]+ instead of \$[\d.]+\.$/,
    );
    assert.ok(advice.startsWith(`${recommendedMb} MB`));
    assert.equal(facts, "x86_64 · 512 MB now · container engine · build 1a2b3c4d");
  });

  test("says when the memory is right as it is", () => {
    const { recommendedMb = 0 } = tunedView(tuneResult());
    assert.match(tunedView(tuneResult({ memoryMb: recommendedMb })).advice, /^Keep \d+ MB: no other size is better/);
  });

  test("compares with nothing where the function has too little memory now", () => {
    const { advice } = tunedView(tuneResult({ run: { maxMemoryUsedMb: 900 } }));
    assert.match(advice, /^\d+ MB is recommended: a call takes \d+ ms, a million calls cost \$[\d.]+\.$/);
  });

  test("says when no size will do", () => {
    const { advice, recommendedMb } = tunedView(tuneResult({ run: { durationMs: 11_000, cpuMs: 1 } }));
    assert.match(advice, /^No size is recommended: /);
    assert.equal(recommendedMb, undefined);
  });

  test("has each size with its share of a CPU, its figures and what there is to say of it", () => {
    const { sizes } = tunedView(tuneResult({ run: { maxMemoryUsedMb: 180 } }));
    const [first, second] = sizes;
    assert.deepEqual(
      [first?.memoryMb, first?.vCpus, first?.figures, first?.remarks],
      [128, "0.07", undefined, "would run out of memory"],
    );
    assert.equal(second?.figures?.isFit, false);
    const now = sizes.find(({ memoryMb }) => memoryMb === 512);
    assert.deepEqual(now?.marks, ["now"]);
    assert.match(now.figures?.cost.arm64 ?? "", /^\$\d/);
  });

  test("puts beside a size what it took when it was run, and how far off that was", () => {
    const { sizes, verification } = tunedView(
      tuneResult({
        verified: [
          { ...verified, memoryMb: 128 },
          { ...verified, memoryMb: 512, measuredMs: 115 },
          { ...verified, memoryMb: 1769, measuredMs: undefined, failure: { errorType: "Error", text: "broken" } },
        ],
      }),
    );
    const textOf = (size: number): string | undefined =>
      sizes.find(({ memoryMb }) => memoryMb === size)?.measured?.text;
    assert.deepEqual([128, 512, 1769].map(textOf), [
      "100 ms, prediction +10 %",
      "115 ms, prediction −4 %",
      "Error: broken",
    ]);
    assert.match(verification ?? "", /^Run at 3 sizes .* median error of the predictions is 7 %, the largest 10 %\.$/);
  });

  test("says so when no call went well at any size", () => {
    const failure = { errorType: "Error", text: "broken" };
    const none = { ...verified, memoryMb: 128, measuredMs: undefined, failure };
    assert.equal(tunedView(tuneResult({ verified: [none] })).verification, "Run at 1 size: no call went well.");
  });
});
