import type { LambdaFunction } from "./function.ts";
import { findRuntime } from "./runtimes.ts";

/** Languages whose debugger the runner can have a function wait for. */
export type DebugLanguage = "go" | "node" | "python";

/** By what a function is debugged; undefined where the runner knows none, or its runtime doesn't tell, as of images. */
export function debugLanguageOf({ packageType, runtime, build }: LambdaFunction): DebugLanguage | undefined {
  if (packageType !== "Zip") return undefined;
  const family = findRuntime(runtime ?? "")?.family;
  if (family === "provided") return build.method === "go1.x" ? "go" : undefined;
  return family === "nodejs" ? "node" : family === "python" ? "python" : undefined;
}
