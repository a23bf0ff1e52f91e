import type { Run } from "./run.ts";

/** A run that teaches: warm, 10 ms, 64 of 128 MB, unless said otherwise. */
export function runOf({
  report,
  ...run
}: Partial<Omit<Run, "report">> & { readonly report?: Partial<Run["report"]> }): Run {
  return {
    startedAt: 0,
    build: "build",
    engine: "process",
    status: "success",
    isDebugged: false,
    ...run,
    report: {
      initMs: undefined,
      initCpuMs: undefined,
      durationMs: 10,
      billedMs: Math.ceil((report?.initMs ?? 0) + (report?.durationMs ?? 10)),
      memoryMb: 128,
      maxMemoryUsedMb: 64,
      cpuMs: 1,
      ...report,
    },
  };
}
