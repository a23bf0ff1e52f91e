import assert from "node:assert/strict";
import { test } from "node:test";
import { UsageLedger } from "./usage-ledger.ts";

const sandbox = (cpuMs: number, peakMemoryMb: number) => ({ cpuMs, peakMemoryMb, memoryMb: peakMemoryMb });

test("gives each invocation the CPU time since the one before", () => {
  const ledger = new UsageLedger();
  ledger.recordSandbox(sandbox(40, 60), { cpuMs: 38, peakMemoryMb: 59 }, 0);
  assert.equal(ledger.takeCpuMs(), 40);
  ledger.recordOwn({ cpuMs: 41, peakMemoryMb: 61 });
  assert.equal(ledger.takeCpuMs(), 3);
  ledger.recordOwn({ cpuMs: 42, peakMemoryMb: 61 });
  assert.equal(ledger.takeCpuMs(), 1);
  assert.equal(ledger.peakMemoryMb, 61);
});

test("counts children at the next look, and nothing twice", () => {
  const ledger = new UsageLedger();
  ledger.recordSandbox(sandbox(40, 60), { cpuMs: 40, peakMemoryMb: 60 }, 0);
  ledger.takeCpuMs();
  ledger.recordOwn({ cpuMs: 42, peakMemoryMb: 60 });
  assert.equal(ledger.takeCpuMs(), 2);
  ledger.recordSandbox(sandbox(52, 90), { cpuMs: 43, peakMemoryMb: 60 }, 50);
  assert.equal(ledger.takeCpuMs(), 10);
  assert.equal(ledger.peakMemoryMb, 90);
});

test("keeps the peak and starts CPU time anew with a new runtime", () => {
  const ledger = new UsageLedger();
  ledger.recordSandbox(sandbox(40, 60), undefined, 0);
  ledger.takeCpuMs();
  ledger.restart();
  ledger.recordSandbox(sandbox(25, 50), undefined, 10);
  assert.equal(ledger.takeCpuMs(), 25);
  assert.equal(ledger.peakMemoryMb, 60);
});

test("takes a runtime at its word for short invocations soon after a look, and for no others", () => {
  const own = { cpuMs: 1, peakMemoryMb: 1 };
  const ledger = new UsageLedger();
  assert.equal(ledger.isEnough(own, 1, 0), false);
  ledger.recordSandbox(sandbox(1, 1), own, 0);
  assert.equal(ledger.isEnough(own, 1, 50), true);
  assert.equal(ledger.isEnough(own, 1, 150), false);
  assert.equal(ledger.isEnough(own, 6, 50), false);
  assert.equal(ledger.isEnough(undefined, 1, 50), false);
});
