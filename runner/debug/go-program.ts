import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LambdaFunction } from "../model/function.ts";
import { findRuntime } from "../model/runtimes.ts";

/**
 * Whether a function was compiled from Go already, by `go build` or the CDK, say: nothing but its program tells. Never
 * throws.
 */
export async function isGoProgram({ code, runtime }: Pick<LambdaFunction, "code" | "runtime">): Promise<boolean> {
  if (code.kind !== "folder" || findRuntime(runtime ?? "")?.family !== "provided") return false;
  const program = await readFile(join(code.path, "bootstrap")).catch(() => undefined);
  return program?.includes(buildInfo) ?? false;
}

/** Source: Go, `debug/buildinfo`. */
const buildInfo = Buffer.from("\xff Go buildinf:", "latin1");
