import assert from "node:assert/strict";
import { test } from "node:test";
import { baseColdStart, coldStartRows, coldStartsDate, type ColdStartRow } from "./base-cold-start.ts";

const rows: readonly ColdStartRow[] = [
  { runtime: "python3.9", program: null, packageType: "Zip", architecture: "arm64", p50Ms: [10, 20, 30, 40] },
  { runtime: "python3.13", program: null, packageType: "Zip", architecture: "arm64", p50Ms: [50, 50, 50, 90] },
  { runtime: "python3.13", program: null, packageType: "Image", architecture: "arm64", p50Ms: [200, 200, 200, 200] },
  { runtime: "provided.al2023", program: "go", packageType: "Zip", architecture: "arm64", p50Ms: [40, 40, 40, 40] },
  { runtime: "provided.al2023", program: "rust", packageType: "Zip", architecture: "arm64", p50Ms: [20, 20, 20, 20] },
];

type Asked = Parameters<typeof baseColdStart>[0];
const asked: Asked = { runtime: "python3.13", packageType: "Zip", architecture: "arm64" };

const lookups: readonly (readonly [title: string, fn: Partial<Asked>, ms: number, isStandIn: boolean, of: RegExp])[] = [
  ["the middle over memory sizes", {}, 50, false, /^python3\.13, zip, arm64$/],
  ["that of images", { packageType: "Image" }, 200, false, /^python3\.13, image, arm64$/],
  ["the next version of one that is not there", { runtime: "python3.10" }, 25, true, /^python3\.9, zip/],
  ["the newest version for a newer one", { runtime: "python3.15" }, 50, true, /^python3\.13, zip/],
  ["that of a known program", { runtime: "provided.al2023", program: "rust" }, 20, false, /with rust, zip/],
  ["the middle of all programs for an unknown one", { runtime: "provided.al2023" }, 30, true, /^all provided\.al2023/],
  ["the middle of all for an unknown runtime", { runtime: null }, 32.5, true, /^all runtimes' median, zip, arm64$/],
  ["the middle of all for a language that is not there", { runtime: "cobol85" }, 32.5, true, /^all runtimes'/],
];

for (const [title, fn, ms, isStandIn, of] of lookups) {
  test(`takes ${title}`, () => {
    const base = baseColdStart({ ...asked, ...fn }, rows);
    assert.deepEqual([base.ms, base.isStandIn], [ms, isStandIn]);
    assert.match(base.of, of);
  });
}

test("the table has a day, and each function once at four memory sizes", () => {
  assert.match(coldStartsDate, /^20\d\d-\d\d-\d\d$/);
  const keys = coldStartRows.map((row) => JSON.stringify({ ...row, p50Ms: undefined }));
  assert.equal(new Set(keys).size, keys.length);
  assert.ok(coldStartRows.every(({ p50Ms }) => p50Ms.length === 4 && p50Ms.every((ms) => ms > 0)));
});
