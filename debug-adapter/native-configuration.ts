import { posix } from "node:path";
import type { DebuggerEvent } from "../runner/control/protocol.ts";
import type { ChildConfiguration } from "./child-configuration.ts";

/** What LLDB attaches with to a program that gdbserver holds. A binary names its sources as they are on this machine. */
export function nativeConfiguration(
  name: string,
  { host, port, target = "", localRoot }: DebuggerEvent,
): ChildConfiguration {
  const [gdbserverHost = "", gdbserverPort] = target.split(":");
  return {
    type: "lambda-dap",
    request: "attach",
    name,
    server: { host, port },
    // Its symbols: in a container it is at another place.
    program: posix.join(localRoot, "bootstrap"),
    // Not by a command in `attachCommands`, at whose end LLDB sometimes has yet to see that the program stands still.
    "gdb-remote-hostname": gdbserverHost,
    "gdb-remote-port": Number(gdbserverPort),
    stopOnEntry: false,
  };
}
