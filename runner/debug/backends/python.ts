import { Failure } from "../../model/failure.ts";
import { attachBriefly } from "./attach-briefly.ts";
import type { DebugBackend } from "./backend.ts";
import { installDebugpy } from "./install-debugpy.ts";
import { isOlderThan } from "./older-runtime.ts";

/** Python: debugpy, which is handed to every interpreter from a folder of this machine. It looks at the clock itself. */
export const pythonBackend: DebugBackend = {
  requireDebuggable(fn) {
    if (fn.runtime !== undefined && isOlderThan(fn.runtime, 3, 8)) {
      throw new Failure(
        "debug-unavailable",
        `${fn.name} runs on ${fn.runtime}, and debugpy needs Python 3.8 or later. Set a newer Runtime in the template.`,
      );
    }
  },
  async setUp({ host, onProgress, signal }) {
    const toolFolder = await installDebugpy(host, (text) => onProgress("pip install", text), signal);
    return { language: "python", toolFolder };
  },
  tellsOfDebugger: true,
  looksAtClock: true,
  letGo: attachBriefly,
};
