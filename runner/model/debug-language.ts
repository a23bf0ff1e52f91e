import type { LambdaFunction } from "./function.ts";
import { findRuntime } from "./runtimes.ts";

/** Languages whose debugger the runner can have a function wait for. */
export type DebugLanguage = "node" | "python";

/** By what a function is debugged; undefined where the runner knows none, or its runtime doesn't tell, as of images. */
export function debugLanguageOf({ packageType, runtime }: LambdaFunction): DebugLanguage | undefined {
  if (packageType !== "Zip") return undefined;
  const family = findRuntime(runtime ?? "")?.family;
  return family === "nodejs" ? "node" : family === "python" ? "python" : undefined;
}
