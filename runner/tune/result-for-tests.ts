import { memoryCurve, type MeasuredRun } from "../model/estimate/memory-curve.ts";
import type { TuneResult } from "./tune-result.ts";

/** Of a function with 512 MB and a timeout of 10 s that computes for 200 ms and waits for 100, with 60 MB. */
export function tuneResult(changes: Partial<TuneResult> & { readonly run?: Partial<MeasuredRun> } = {}): TuneResult {
  const { run, ...rest } = changes;
  const fn = { memoryMb: 512, timeoutS: 10, ephemeralStorageMb: 512, architecture: "x86_64" } as const;
  const runs = [{ initMs: undefined, durationMs: 300, cpuMs: 200, maxMemoryUsedMb: 60, ...run }];
  const curve = memoryCurve({ runs, fn, region: "eu-west-1", init: { ms: 200, coldShare: 0.01 } });
  if (!curve) throw new Error("A run gives a curve");
  return {
    ...{ functionName: "Orders", logicalId: "OrdersFunction", template: "/project/template.yaml" },
    ...{ architecture: fn.architecture, memoryMb: fn.memoryMb, region: "eu-west-1", engine: "container" },
    ...{ build: "1a2b3c4d", areRunsNew: true, curve, coldShare: 0.01, machineCpus: 8, machineLoad: 1, verified: [] },
    coldStartMs: { value: 200, basis: { kind: "estimated", from: "the test" } },
    ...rest,
  };
}
