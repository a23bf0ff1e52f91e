import type { DebuggerEvent } from "../runner/control/protocol.ts";
import type { ChildConfiguration } from "./child-configuration.ts";

/** What Delve attaches with to the program that it has started. A binary names its sources as they are on this machine. */
export function goConfiguration(name: string, { host, port }: DebuggerEvent): ChildConfiguration {
  return {
    type: "lambda-dap",
    request: "attach",
    name,
    server: { host, port },
    mode: "remote",
    stopOnEntry: false,
    // Goroutines of Go's own are no threads of the function's.
    hideSystemGoroutines: true,
  };
}
