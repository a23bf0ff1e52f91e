import { join } from "node:path";
import type { CodeFacts } from "../model/estimate/estimate-input.ts";
import type { LambdaFunction } from "../model/function.ts";
import { findRuntime } from "../model/runtimes.ts";
import { pythonInit } from "./python-init.ts";

/**
 * What the sources of a function tell that was not built yet: of Python, which is deployed as it is written, but for its
 * packages. Undefined for other languages, and for code that is in no folder.
 */
export async function sourceFacts({ runtime, handler, code, layers }: LambdaFunction): Promise<CodeFacts | undefined> {
  if (code.kind !== "folder" || findRuntime(runtime ?? "")?.family !== "python") return undefined;
  const inLayers = layers.flatMap(({ content }) =>
    content.kind === "folder" ? [join(content.path, "python"), content.path] : [],
  );
  const { bytes, imports, deployed } = await pythonInit(handler ?? "", [code.path, ...inLayers]);
  return { bundleBytes: bytes, unpackedBytes: bytes, packages: [], imports, deployed };
}
