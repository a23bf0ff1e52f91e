import { Failure } from "../../model/failure.ts";
import { attachBriefly } from "./attach-briefly.ts";
import type { DebugBackend } from "./backend.ts";
import { isOlderThan } from "./older-runtime.ts";

/** Ruby: the gem `debug`, which comes with Ruby. It looks at the clock itself. */
export const rubyBackend: DebugBackend = {
  requireDebuggable(fn) {
    if (fn.runtime !== undefined && isOlderThan(fn.runtime, 3, 1)) {
      throw new Failure(
        "debug-unavailable",
        `${fn.name} runs on ${fn.runtime}, and Ruby has a debugger that others can attach to since 3.1. Set a newer Runtime in the template.`,
      );
    }
  },
  setUp: () => Promise.resolve({ language: "ruby" }),
  tellsOfDebugger: true,
  looksAtClock: true,
  letGo: attachBriefly,
};
