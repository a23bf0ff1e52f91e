import type { DebuggerEvent } from "../runner/control/protocol.ts";
import type { ChildConfiguration, ChildOptions } from "./child-configuration.ts";

/**
 * Ruby's debugger speaks the Debug Adapter Protocol, too; folders and code that is not the person's are known to
 * `debug-ruby.rb`, which teaches it.
 */
export function rubyConfiguration(
  name: string,
  { host, port, localRoot, remoteRoot }: DebuggerEvent,
  { justMyCode, stopOnEntry }: ChildOptions,
): ChildConfiguration {
  return {
    type: "lambda-dap",
    request: "attach",
    name,
    server: { host, port },
    pathMappings: [{ localRoot, remoteRoot }],
    justMyCode,
    ...(stopOnEntry ? { stopOnEntry } : {}),
  };
}
