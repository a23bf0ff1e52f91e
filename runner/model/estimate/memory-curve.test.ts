import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { memoryCurve, tableSizes, type CurveInput, type CurvePoint, type MeasuredRun } from "./memory-curve.ts";

const run = (durationMs: number, cpuMs: number, maxMemoryUsedMb = 60): MeasuredRun => ({
  initMs: undefined,
  durationMs,
  cpuMs,
  maxMemoryUsedMb,
});

function curveOf(
  runs: readonly MeasuredRun[],
  changes: Partial<CurveInput["fn"]> = {},
  init = { ms: 0, coldShare: 0 },
) {
  const fn = { memoryMb: 512, timeoutS: 900, ephemeralStorageMb: 512, architecture: "x86_64" as const, ...changes };
  const curve = memoryCurve({ runs, fn, region: "us-east-1", init });
  assert.ok(curve);
  const at = (memoryMb: number): Extract<CurvePoint, { kind: "figures" }> => {
    const point = curve.points.find((each) => each.memoryMb === memoryMb);
    assert.ok(point?.kind === "figures");
    return point;
  };
  const { cheapest, fastest, recommended } = curve;
  return { ...curve, at, marks: [cheapest?.memoryMb, fastest?.memoryMb, recommended?.memoryMb] };
}

describe("the curve of duration and cost over memory", () => {
  test("is nothing without a run", () => {
    const fn = { memoryMb: 512, timeoutS: 3, ephemeralStorageMb: 512, architecture: "x86_64" as const };
    assert.equal(memoryCurve({ runs: [], fn, region: "us-east-1", init: { ms: 0, coldShare: 0 } }), undefined);
  });

  test("has the usual sizes and the function's own, by size", () => {
    assert.deepEqual(
      curveOf([run(10, 1)], { memoryMb: 600 }).points.map(({ memoryMb }) => memoryMb),
      [...tableSizes, 600].toSorted((a, b) => a - b),
    );
  });

  // 1 GB for 200 ms: 0.2 GB-s × $0.0000166667 and $0.0000133334, and $0.20 for a million requests.
  test("costs what AWS charges, on both architectures", () => {
    const { costUsdPerMillion } = curveOf([run(200, 0)]).at(1024);
    assert.equal(costUsdPerMillion.x86_64.toFixed(4), "3.5333");
    assert.equal(costUsdPerMillion.arm64.toFixed(4), "2.8667");
  });

  test("bills started milliseconds, and the init of the share of calls that has one", () => {
    const { costUsdPerMillion } = curveOf([run(199.2, 0)], {}, { ms: 500, coldShare: 0.02 }).at(1024);
    assert.equal(costUsdPerMillion.x86_64.toFixed(4), (0.2 + 0.21 * 16.6667).toFixed(4));
  });

  test("has no figures below the highest memory seen, and tells where it is tight", () => {
    const curve = curveOf([run(100, 10, 180), run(100, 10, 200)]);
    assert.equal(curve.peakMemoryMb, 200);
    const kinds = curve.points.slice(0, 4).map((point) => [point.memoryMb, point.kind === "figures" && point.isTight]);
    assert.deepEqual(kinds, [
      [128, false],
      [192, false],
      [256, false],
      [384, false],
    ]);
    assert.deepEqual(
      curve.points.slice(0, 3).map(({ kind }) => kind),
      ["out-of-memory", "out-of-memory", "figures"],
    );
    assert.equal(curveOf([run(100, 10, 218)]).at(256).isTight, true);
    assert.equal(curveOf([run(100, 10, 217)]).at(256).isTight, false);
  });

  const marks: readonly { title: string; runs: MeasuredRun[]; of: readonly number[] }[] = [
    // The product of cost and duration falls for one thread until the vCPU is full.
    { title: "computes on one CPU", runs: [run(2000, 2000)], of: [1769, 1769, 1769] },
    { title: "only waits", runs: [run(500, 0)], of: [128, 128, 128] },
    { title: "waits most of the time", runs: [run(1000, 100)], of: [128, 1769, 192] },
    { title: "computes on two CPUs", runs: [run(1000, 2000)], of: [3538, 3538, 3538] },
    { title: "needs memory more than CPU", runs: [run(500, 0, 700)], of: [1024, 1024, 1024] },
  ];
  for (const { title, runs, of } of marks) {
    test(`marks the cheapest, the fastest and the best of both for what ${title}`, () => {
      assert.deepEqual(curveOf(runs).marks, of);
    });
  }

  test("recommends nothing that would run into the timeout", () => {
    const curve = curveOf([run(1000, 1000)], { timeoutS: 3 });
    assert.equal(curve.at(512).exceedsTimeout, true);
    assert.equal(curve.at(768).exceedsTimeout, false);
    assert.deepEqual(curveOf([run(2500, 900)], { timeoutS: 3 }).marks, [1536, 1769, 1536]);
    assert.deepEqual(curveOf([run(5000, 0)], { timeoutS: 3 }).marks, [undefined, undefined, undefined]);
  });
});
