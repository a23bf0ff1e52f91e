import assert from "node:assert/strict";
import { test } from "node:test";
import { readTrafficSettings, trafficOf } from "./traffic.ts";

const usual = { callsPerMonth: 1_000_000, coldShare: 0.01 };

test("a function that nothing is said of is called a million times a month", () => {
  assert.deepEqual(trafficOf(["A"], readTrafficSettings(undefined), readTrafficSettings(undefined)), usual);
});

test("what is said of the function itself goes first, and the file beside its template before the settings", () => {
  const settings = readTrafficSettings({ callsPerMonth: 10, coldShare: 0.5, functions: { A: { callsPerMonth: 20 } } });
  const file = readTrafficSettings({ callsPerMonth: 30, functions: { B: { callsPerMonth: 40 } } });
  assert.deepEqual(trafficOf(["A"], settings, file), { callsPerMonth: 20, coldShare: 0.5 });
  assert.deepEqual(trafficOf(["shop-b", "B"], settings, file), { callsPerMonth: 40, coldShare: 0.5 });
  assert.deepEqual(trafficOf(["C"], settings, file), { callsPerMonth: 30, coldShare: 0.5 });
});

test("what is no number of calls, or no share, counts as not written", () => {
  const nonsense = { callsPerMonth: "many", coldShare: 2, functions: { A: { callsPerMonth: -1 }, B: null, C: [] } };
  for (const name of ["A", "B", "C", "D"]) {
    assert.deepEqual(trafficOf([name], readTrafficSettings(nonsense), readTrafficSettings(7)), usual);
  }
});
