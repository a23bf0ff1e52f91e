import type { DebugLanguage } from "../model/debug-language.ts";

/** What a debugger writes into the output of the runtime that it debugs. None of it is the function's. */
export interface DebuggerSpeech {
  /** How the lines begin that are left out. `0` stands for any digit. */
  readonly beginnings: readonly string[];
  /** In the line that says where it listens for clients; its first group is the port. */
  readonly listening?: RegExp;
  /** The whole line that says that it keeps a runtime from ending. */
  readonly held?: string;
}

/** Node.js says this by itself, and no option of every version keeps it from that. */
const held = "Waiting for the debugger to disconnect...";

/** Debuggers whose start is a file of ours speak by our own marks alone. */
export const debuggerSpeech: Readonly<Record<DebugLanguage, DebuggerSpeech>> = {
  // Source: Delve, `pkg/logflags/logflags.go` and `service/debugger/debugger.go`.
  go: {
    beginnings: [
      "API server listening at: ",
      "0000-00-00T00:00:00Z warn layer=rpc Listening for remote connections",
      "Stop reason: exited",
    ],
    listening: /^API server listening at: .*:(\d+)$/,
  },
  // Source: OpenJDK, `src/jdk.jdwp.agent/share/native/libjdwp/transport.c`.
  java: {
    beginnings: ["Listening for transport dt_socket at address: "],
    listening: /^Listening for transport dt_socket at address: (?:.*:)?(\d+)$/,
  },
  // Source: GDB, `gdbserver/server.cc` and `gdbserver/remote-utils.cc`.
  native: {
    beginnings: [
      "Process /",
      "Listening on port ",
      "Remote debugging from host ",
      "client connection closed",
      "Remote side has terminated connection.",
      "Detaching from process ",
      "Child exited with status ",
      "Child terminated with signal = ",
    ],
    listening: /^Listening on port (\d+)$/,
  },
  // Source: Node.js, `src/inspector_agent.cc` and `src/inspector_socket_server.cc`.
  node: {
    beginnings: [
      "Debugger listening on ws://",
      "Debugger attached.",
      "Debugger ending on ws://",
      "For help, see: https://nodejs.org/",
      held,
    ],
    held,
  },
  python: { beginnings: [] },
  ruby: { beginnings: [] },
};
