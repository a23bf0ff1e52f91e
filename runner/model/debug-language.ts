import type { LambdaFunction } from "./function.ts";
import { findRuntime, type RuntimeFamily } from "./runtimes.ts";

/** Languages whose debugger the runner can have a function wait for. */
export type DebugLanguage = "go" | "java" | "native" | "node" | "python" | "ruby";

/** By what a function is debugged; undefined where the runner knows none, or its runtime doesn't tell, as of images. */
export function debugLanguageOf({ packageType, runtime, build }: LambdaFunction): DebugLanguage | undefined {
  if (packageType !== "Zip") return undefined;
  const family = findRuntime(runtime ?? "")?.family;
  if (family === "provided") return build.method === "go1.x" ? "go" : "native";
  return family && languages[family];
}

const languages: Partial<Record<RuntimeFamily, DebugLanguage>> = {
  java: "java",
  nodejs: "node",
  python: "python",
  ruby: "ruby",
};

/** Whether a function that is debugged as that can be still: its runtime has become no other. */
export function staysDebuggable(language: DebugLanguage, fn: LambdaFunction): boolean {
  // Whose runtimes don't tell of a language.
  const isMute = fn.packageType === "Image" || (language === "go" && fn.runtime?.startsWith("provided") === true);
  return isMute || debugLanguageOf(fn) === language;
}
