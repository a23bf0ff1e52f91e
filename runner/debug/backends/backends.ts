import type { DebugLanguage } from "../../model/debug-language.ts";
import type { DebugBackend } from "./backend.ts";
import { goBackend } from "./go.ts";
import { javaBackend } from "./java.ts";
import { nativeBackend } from "./native.ts";
import { nodeBackend } from "./node.ts";
import { pythonBackend } from "./python.ts";
import { rubyBackend } from "./ruby.ts";

export const debugBackends: Readonly<Record<DebugLanguage, DebugBackend>> = {
  go: goBackend,
  java: javaBackend,
  native: nativeBackend,
  node: nodeBackend,
  python: pythonBackend,
  ruby: rubyBackend,
};
