import assert from "node:assert/strict";
import { test } from "node:test";
import { formatUsd, formatUsdPerMillion } from "./format-usd.ts";

const figures: readonly (readonly [usd: number, text: string])[] = [
  [0, "$0"],
  [2.1e-6, "$0.0000021"],
  [2.0833e-9, "$0.0000000021"],
  [0.0000169, "$0.000017"],
  [0.2, "$0.20"],
  [0.0999, "$0.10"],
  [0.994, "$0.99"],
  [0.996, "$1.00"],
  [2.314, "$2.31"],
  [1234.5, "$1,234.50"],
];

for (const [usd, text] of figures) {
  test(`writes ${usd} as ${text}`, () => {
    assert.equal(formatUsd(usd), text);
  });
}

test("says what a million costs", () => {
  assert.equal(formatUsdPerMillion(2.31), "$2.31 per million");
});
