import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Defines the global `gc`, which AWS's runtimes have by `--expose-gc`. On the command line that flag makes Node
 * compile all of its own code anew (30 ms of each start), so it is set when a function first looks.
 */
export function exposeGc() {
  Object.defineProperty(globalThis, "gc", {
    configurable: true,
    get() {
      setFlagsFromString("--expose-gc");
      const value = runInNewContext("gc");
      Object.defineProperty(globalThis, "gc", { configurable: true, writable: true, value });
      return value;
    },
  });
}
