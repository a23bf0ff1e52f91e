import assert from "node:assert/strict";
import { test } from "node:test";
import { tuneResult } from "../../runner/tune/result-for-tests.ts";
import { curveCsv } from "./curve-csv.ts";

test("the table for other programs has a header and a row for each size, with plain numbers or nothing", () => {
  const size = { memoryMb: 512, predictedMs: 780, measuredMs: 801.5, runs: 3, failure: null, isShortOfCpus: false };
  const result = tuneResult({ run: { maxMemoryUsedMb: 180 }, verified: [size] });
  const [header, first, ...rest] = curveCsv(result).split("\r\n");
  assert.equal(header, "memory_mb,duration_ms,cost_x86_64_usd_per_million,cost_arm64_usd_per_million,measured_ms");
  assert.equal(first, "128,,,,");
  assert.equal(rest.pop(), "");
  assert.equal(rest.length, result.curve.points.length - 1);
  for (const row of rest) assert.match(row, /^\d+,\d+(\.\d+)?,\d+\.\d+,\d+\.\d+,(801\.5)?$/);
  assert.equal(rest.filter((row) => row.endsWith(",801.5")).length, 1);
});
