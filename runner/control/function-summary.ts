import { sourceFolder, type LambdaFunction } from "../model/function.ts";
import type { Problem } from "../model/problem.ts";
import { HandlerSources, type HandlerSource } from "../project/handler-source.ts";
import { imageRuntime } from "../project/image-runtime.ts";
import type { FunctionSummary } from "./protocol.ts";

/**
 * What clients and `list` are told of functions. Environments are left out: values in them may be secrets.
 *
 * @param buildProblems by name of the function: of its last build, where that failed
 */
export async function functionSummaries(
  functions: readonly LambdaFunction[],
  buildProblems: ReadonlyMap<string, readonly Problem[]>,
): Promise<FunctionSummary[]> {
  const sources = new HandlerSources();
  return await Promise.all(
    functions.map(async (fn) => {
      const [source, inImage] = await Promise.all([sources.find(fn), imageRuntime(fn.code)]);
      return functionSummary(fn, source, inImage, buildProblems.get(fn.name) ?? []);
    }),
  );
}

function functionSummary(
  fn: LambdaFunction,
  source: HandlerSource | undefined,
  inImage: string | undefined,
  buildProblems: readonly Problem[],
): FunctionSummary {
  return {
    name: fn.name,
    logicalId: fn.logicalId,
    template: fn.template,
    range: fn.range,
    runtime: fn.runtime ?? null,
    imageRuntime: inImage ?? null,
    handler: fn.handler ?? null,
    codeFolder: sourceFolder(fn.code) ?? null,
    handlerFile: source?.file ?? null,
    handlerLine: source?.line ?? null,
    handlerFunction: source?.functionName ?? null,
    packageType: fn.packageType,
    architecture: fn.architecture,
    memoryMb: fn.memoryMb,
    timeoutS: fn.timeoutS,
    ephemeralStorageMb: fn.ephemeralStorageMb,
    provisionedConcurrency: fn.provisionedConcurrency ?? null,
    triggers: fn.triggers,
    problems: fn.problems,
    buildProblems,
  };
}
