import type { LambdaFunction } from "./function.ts";

/** Where the function stands in its template, and what its callers need to know: no environment depends on it. */
type AroundIt =
  | "template"
  | "range"
  | "triggers"
  | "problems"
  | "description"
  | "role"
  | "reservedConcurrency"
  | "provisionedConcurrency";

/** What an environment of a function is started with: when it differs, a running one is outdated. */
export type RunSettings = Omit<LambdaFunction, AroundIt>;

export function runSettings(fn: LambdaFunction): RunSettings {
  const { name, logicalId, packageType, runtime, handler, architecture, memoryMb, timeoutS, ephemeralStorageMb } = fn;
  const { code, imageConfig, layers, environment, build, logging } = fn;
  const plain = {
    name,
    logicalId,
    packageType,
    runtime,
    handler,
    architecture,
    memoryMb,
    timeoutS,
    ephemeralStorageMb,
  };
  return { ...plain, code, imageConfig, layers, environment, build, logging };
}

/** What a function's build is made from: when it differs, the code has to be built anew. */
export function buildSettings(fn: LambdaFunction): BuildSettings {
  const { packageType, runtime, handler, architecture, code, layers, build } = fn;
  const searchVariables = searching.filter((name) => name in fn.environment);
  return { packageType, runtime, handler, architecture, code, layers, build, searchVariables };
}

export type BuildSettings = Pick<
  LambdaFunction,
  "packageType" | "runtime" | "handler" | "architecture" | "code" | "layers" | "build"
> & {
  /** Names of the variables by which a runtime may load more, or from elsewhere, than its handler says. */
  readonly searchVariables: readonly string[];
};

const searching = ["NODE_OPTIONS", "PYTHONPATH", "AWS_LAMBDA_EXEC_WRAPPER"];
