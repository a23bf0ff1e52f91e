import type { Run } from "../../runner/model/estimate/run.ts";
import type { KnownFunction } from "./protocol.ts";

/** A function as a project has it. */
export function known(name: string, rest: Partial<KnownFunction> = {}): KnownFunction {
  return {
    name,
    logicalId: name,
    template: "/project/template.yaml",
    runtime: "nodejs24.x",
    handlerFile: "/project/src/app.ts",
    handlerFunction: "handler",
    packageType: "Zip",
    architecture: "x86_64",
    memoryMb: 512,
    timeoutS: 10,
    ephemeralStorageMb: 512,
    ...rest,
  };
}

/** A call that went well; the next one began a second later. */
export function run(index: number, report: Partial<Run["report"]> = {}, build = "b1"): Run {
  return {
    startedAt: 1_700_000_000_000 + index * 1000,
    build,
    engine: "process",
    status: "success",
    isDebugged: false,
    report: {
      initMs: undefined,
      initCpuMs: undefined,
      durationMs: 20,
      billedMs: 20,
      memoryMb: 512,
      maxMemoryUsedMb: 84,
      cpuMs: 5,
      ...report,
    },
  };
}
