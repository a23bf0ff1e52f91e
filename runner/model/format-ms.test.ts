import assert from "node:assert/strict";
import { test } from "node:test";
import { formatMs } from "./format-ms.ts";

const cases: readonly (readonly [ms: number, text: string])[] = [
  [0, "0 ms"],
  [0.836, "0.84 ms"],
  [24.4, "24 ms"],
  [999.7, "1 s"],
  [1534, "1.53 s"],
  [899_960, "900 s"],
  [1_234_400, "1234 s"],
];
for (const [ms, text] of cases) test(`writes ${ms} as ${text}`, () => assert.equal(formatMs(ms), text));
