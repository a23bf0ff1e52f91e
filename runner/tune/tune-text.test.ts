import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tuneResult } from "./result-for-tests.ts";
import { tuneText } from "./tune-text.ts";

const verified = {
  ...{ predictedMs: 110, measuredMs: 100, runs: 3, failure: null, isShortOfCpus: false },
} as const;

/** The row of a size, with single spaces. */
function row(text: string, memoryMb: number): string | undefined {
  const lines = text.split("\n").map((line) => line.trim().replace(/ +/g, " "));
  return lines.find((line) => line.startsWith(`${memoryMb} MB `));
}

describe("the text of tuning", () => {
  test("names the function, its build and its engine, and has a row for each size", () => {
    const text = tuneText(tuneResult());
    assert.match(text, /^Orders, build 1a2b3c4d, container engine\n\n +MEMORY +DURATION +X86_64 +ARM64\n/);
    assert.match(row(text, 512) ?? "", /^512 MB \d+ ms \$\d+\.\d\d \$\d+\.\d\d now/);
    assert.match(row(text, 10_240) ?? "", /^10240 MB 300 ms /);
  });

  test("says what there is to say of sizes", () => {
    const text = tuneText(tuneResult({ run: { maxMemoryUsedMb: 180 } }));
    assert.equal(row(text, 128), "128 MB – – – would run out of memory");
    assert.match(row(text, 192) ?? "", /little memory to spare$/);
    assert.match(text, / fastest/);
    assert.match(text, / cheapest/);
    assert.match(text, / recommended/);
  });

  test("says which sizes run into the timeout", () => {
    assert.match(
      row(tuneText(tuneResult({ run: { cpuMs: 2000, durationMs: 2000 } })), 128) ?? "",
      /runs into the timeout$/,
    );
  });

  test("puts predictions beside what was measured", () => {
    const text = tuneText(
      tuneResult({
        verified: [
          { ...verified, memoryMb: 128 },
          { ...verified, memoryMb: 512, measuredMs: 115, isShortOfCpus: true },
          {
            ...{ ...verified, memoryMb: 1769, measuredMs: undefined, runs: 0 },
            failure: { errorType: "Runtime.ExitError", text: "exit status 1" },
          },
        ],
      }),
    );
    const [, second = ""] = text.split("PREDICTED");
    assert.equal(row(second, 128), "128 MB 110 ms 100 ms +10 %");
    assert.equal(row(second, 512), "512 MB 110 ms 115 ms −4 % this machine has fewer CPUs");
    assert.equal(row(second, 1769), "1769 MB 110 ms – – Runtime.ExitError: exit status 1");
    assert.match(text, /\nMedian error 7 %\.\n/);
  });

  test("has no table of measurements where none were made", () => {
    assert.doesNotMatch(tuneText(tuneResult()), /PREDICTED|Median/);
  });
});
