import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { durationAt, durationOf, splitTime, type MeasuredTime } from "./duration-curve.ts";

const run = (durationMs: number, cpuMs: number, rest: Partial<MeasuredTime> = {}): MeasuredTime => ({
  initMs: undefined,
  durationMs,
  cpuMs,
  ...rest,
});

/** Within 1 %. */
function assertClose(actual: number | undefined, expected: number): void {
  assert.ok(actual !== undefined && Math.abs(actual / expected - 1) < 0.01, `${actual} instead of ${expected}`);
}

describe("what a call does with its time", () => {
  const cases: readonly { title: string; runs: readonly MeasuredTime[]; split: readonly number[] }[] = [
    { title: "only computes", runs: [run(100, 100)], split: [100, 0, 1] },
    { title: "only waits", runs: [run(200, 0)], split: [0, 200, 1] },
    { title: "waits for what is not CPU time", runs: [run(300, 100)], split: [100, 200, 1] },
    { title: "computes on more than one CPU", runs: [run(100, 190)], split: [190, 0, 1.9] },
    { title: "is kept from the CPU by others", runs: [run(900, 100, { cpuDelayMs: 500 })], split: [100, 300, 1] },
    { title: "computes on more CPUs than there are", runs: [run(200, 390, { cpuDelayMs: 410 })], split: [390, 0, 4] },
    { title: "takes no time at all", runs: [run(0, 0)], split: [0, 0, 1] },
    {
      title: "is the median of its runs",
      runs: [run(90, 40), run(100, 50), run(900, 60)],
      split: [50, 50, 1],
    },
    {
      title: "is not that of first calls where there are others",
      runs: [run(900, 800, { initMs: 150 }), run(100, 50)],
      split: [50, 50, 1],
    },
    {
      title: "is that of first calls where there are no others",
      runs: [run(90, 80, { initMs: 150 })],
      split: [80, 10, 1],
    },
  ];
  for (const { title, runs, split } of cases) {
    test(title, () => {
      const { cpuMs, waitingMs, parallelism } = splitTime(runs) ?? {};
      assert.deepEqual([cpuMs, waitingMs, parallelism], split);
    });
  }

  test("is unknown without a run", () => {
    assert.equal(splitTime([]), undefined);
    assert.equal(durationAt([], 128), undefined);
  });

  test("is the same whatever limit it was measured under", () => {
    for (const memoryMb of [128, 512, 1024, 1769]) {
      const split = { cpuMs: 400, waitingMs: 250, parallelism: 1, runs: 1 };
      const limited = run(durationOf(split, memoryMb), 400, { vCpus: memoryMb / 1769 });
      const { cpuMs, waitingMs, parallelism } = splitTime([limited]) ?? {};
      assert.deepEqual([cpuMs, Math.round(waitingMs ?? NaN), parallelism], [400, 250, 1]);
    }
  });
});

describe("the duration at another memory size", () => {
  test("of one thread is CPU time by the share of a vCPU, up to one", () => {
    const runs = [run(20_000, 20_000)];
    assertClose(durationAt(runs, 128), (20_000 * 1769) / 128);
    assertClose(durationAt(runs, 512), (20_000 * 1769) / 512);
    assertClose(durationAt(runs, 1769), 20_000);
    assertClose(durationAt(runs, 10_240), 20_000);
  });

  test("of several threads goes on down to the parallelism seen", () => {
    const runs = [run(10_000, 20_000)];
    assertClose(durationAt(runs, 512), (20_000 * 1769) / 512);
    assertClose(durationAt(runs, 1769), 20_000);
    assertClose(durationAt(runs, 3000), (20_000 * 1769) / 3000);
    assertClose(durationAt(runs, 3538), 10_000);
    assertClose(durationAt(runs, 10_240), 10_000);
  });

  test("leaves waiting as it is", () => {
    assert.equal(durationAt([run(500, 0)], 128), 500);
    assertClose(durationAt([run(30_000, 20_000)], 256), 10_000 + (20_000 * 1769) / 256);
  });

  test("falls or stays as memory grows", () => {
    for (const runs of [[run(40, 40)], [run(7, 3)], [run(100, 190)]]) {
      const durations = Array.from({ length: 80 }, (_, index) => durationAt(runs, 128 * (index + 1)) ?? NaN);
      for (const [index, each] of durations.entries()) assert.ok(each <= (durations[index - 1] ?? Infinity) + 1e-9);
    }
  });
});
