import { estimateFunction, type EstimateInput } from "../../../runner/model/estimate/function-estimate.ts";
import { runOf } from "../../../runner/model/estimate/run-for-tests.ts";
import type { Run } from "../../../runner/model/estimate/run.ts";
import type { HoverContext, HoveredFunction } from "./estimate-hover.ts";

export const context: HoverContext = { today: new Date("2026-11-25T12:00:00Z"), docs: "file:///docs/" };

export function hoveredOf(input: EstimateInput, rest: Partial<HoveredFunction> = {}): HoveredFunction {
  return { input, estimate: estimateFunction(input), imports: [], unknown: [], ...rest };
}

/** Calls of 20 ms and more, every tenth with an init of 170 ms and more. */
export function callsOf(count: number, report: Partial<Run["report"]> = {}, build = "b1"): Run[] {
  return Array.from({ length: count }, (_each, index) =>
    runOf({
      startedAt: Date.parse("2026-11-25T10:00:00Z") + index * 1000,
      build,
      report: {
        initMs: index % 10 === 0 ? 170 + index : undefined,
        durationMs: 20 + (index % 30),
        cpuMs: 5,
        maxMemoryUsedMb: 84,
        memoryMb: 512,
        ...report,
      },
    }),
  );
}
