import assert from "node:assert/strict";
import test from "node:test";
import { parsePs, treeOf } from "./usage-ps.ts";

const output = `    1     0   2048   0:01.50
  700     1 102400   1:02.25
  701   700  51200   0:00.75
  702   701   1024   0:00.00
  800     1   4096 2-01:00:01
`;

test("reads what ps prints, with times in every form", () => {
  assert.deepEqual(parsePs(output)[1], { pid: 700, parentPid: 1, memoryMb: 100, cpuMs: 62_250 });
  assert.equal(parsePs(output)[4]?.cpuMs, ((2 * 24 + 1) * 3600 + 1) * 1000);
});

test("counts a process and its descendants alone", () => {
  assert.deepEqual(
    treeOf(700, parsePs(output)).map(({ pid }) => pid),
    [700, 701, 702],
  );
});

test("finds nothing of a process that is gone", () => {
  assert.deepEqual(treeOf(9999, parsePs(output)), []);
});
