import assert from "node:assert/strict";
import { test } from "node:test";
import { dataAge } from "./data-age.ts";

const ages: readonly (readonly [today: string, days: number, isOld: boolean])[] = [
  ["2026-09-19T12:00:00Z", 0, false],
  ["2027-09-19T00:00:00Z", 365, false],
  ["2027-09-20T00:00:00Z", 366, true],
];

for (const [today, days, isOld] of ages) {
  test(`takes data of 2026-09-19 for ${isOld ? "old" : "fresh"} on ${today.slice(0, 10)}`, () => {
    assert.deepEqual(dataAge("2026-09-19", new Date(today)), { days, isOld });
  });
}
