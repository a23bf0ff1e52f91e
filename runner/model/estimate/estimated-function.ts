import type { EstimatedFunction } from "./estimate-input.ts";

/** A function as runners and `pilotlight list --json` tell of it. */
export interface ListedFunction extends Omit<EstimatedFunction, "provisionedConcurrency" | "program"> {
  /** Of an image function: the runtime of AWS's base image that it starts from. */
  readonly imageRuntime?: string | null;
  readonly handlerFile: string | null;
  /** Environments that AWS keeps ready. */
  readonly provisionedConcurrency?: number | null;
}

/** What estimates need of a function that is listed. An image has the cold start of its base image's runtime. */
export function estimatedFunction(fn: ListedFunction): EstimatedFunction {
  const { name, packageType, architecture, memoryMb, timeoutS, ephemeralStorageMb, handlerFile } = fn;
  const runtime = fn.runtime ?? fn.imageRuntime ?? null;
  const provisionedConcurrency = fn.provisionedConcurrency ?? undefined;
  const program = programs.find(([extension]) => handlerFile?.endsWith(extension))?.[1];
  return {
    ...{ name, runtime, packageType, architecture, memoryMb, timeoutS, ephemeralStorageMb },
    ...(provisionedConcurrency === undefined ? {} : { provisionedConcurrency }),
    ...(program === undefined ? {} : { program }),
  };
}

const programs = [
  [".go", "go"],
  [".rs", "rust"],
] as const;
