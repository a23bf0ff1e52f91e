import type { LambdaFunction } from "../model/function.ts";
import { HandlerSources, type HandlerSource } from "../project/handler-source.ts";
import type { FunctionSummary } from "./protocol.ts";

/** What clients and `list` are told of functions. Environments are left out: values in them may be secrets. */
export async function functionSummaries(functions: readonly LambdaFunction[]): Promise<FunctionSummary[]> {
  const sources = new HandlerSources();
  return await Promise.all(functions.map(async (fn) => functionSummary(fn, await sources.find(fn))));
}

function functionSummary(fn: LambdaFunction, source: HandlerSource | undefined): FunctionSummary {
  return {
    name: fn.name,
    logicalId: fn.logicalId,
    template: fn.template,
    range: fn.range,
    runtime: fn.runtime ?? null,
    handler: fn.handler ?? null,
    codeFolder: codeFolder(fn),
    handlerFile: source?.file ?? null,
    handlerLine: source?.line ?? null,
    packageType: fn.packageType,
    architecture: fn.architecture,
    memoryMb: fn.memoryMb,
    timeoutS: fn.timeoutS,
    ephemeralStorageMb: fn.ephemeralStorageMb,
    triggers: fn.triggers,
    problems: fn.problems,
  };
}

function codeFolder({ code }: LambdaFunction): string | null {
  switch (code.kind) {
    case "folder":
      return code.path;
    case "dockerfile":
      return code.context;
    default:
      return null;
  }
}
