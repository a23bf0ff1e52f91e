import type { LambdaFunction } from "../model/function.ts";
import type { FunctionSummary } from "./protocol.ts";

/** What `list` tells of a function. Its environment is left out: values in it may be secrets. */
export function functionSummary(fn: LambdaFunction): FunctionSummary {
  return {
    name: fn.name,
    logicalId: fn.logicalId,
    template: fn.template,
    runtime: fn.runtime ?? null,
    handler: fn.handler ?? null,
    packageType: fn.packageType,
    architecture: fn.architecture,
    memoryMb: fn.memoryMb,
    timeoutS: fn.timeoutS,
    triggers: fn.triggers,
    problems: fn.problems,
  };
}
