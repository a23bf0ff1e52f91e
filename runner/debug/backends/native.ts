import { openSync, readSync, closeSync, existsSync } from "node:fs";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import type { DebuggerAddress } from "../../engine/debug-wait.ts";
import { Failure } from "../../model/failure.ts";
import type { LambdaFunction } from "../../model/function.ts";
import type { DebugBackend } from "./backend.ts";
import { findLldbDap } from "./find-lldb-dap.ts";
import { detachPacket } from "./gdb-remote.ts";
import { installGdbserver } from "./install-gdbserver.ts";
import { LldbAdapter } from "./lldb-adapter.ts";
import { requireOwnArchitecture } from "./require-own-architecture.ts";

/**
 * Rust, C, C++ and whatever else compiles to a program: gdbserver, which starts it, stands where it runs; LLDB on this
 * machine, where sources and symbols are. Both are the person's own.
 */
export const nativeBackend: DebugBackend = {
  requireDebuggable(fn) {
    if (process.platform !== "linux") {
      throw unavailable(`${fn.name} is a program for Linux, and it can be debugged on Linux only as yet.`);
    }
    requireOwnArchitecture(fn);
    const script = interpreterOf(fn);
    if (script !== undefined) {
      throw unavailable(
        `The bootstrap of ${fn.name} is a script for ${script}, and LLDB debugs compiled programs only. Make bootstrap ` +
          "such a program, or print what you want to see: it is in the function's log.",
      );
    }
  },
  async setUp({ host, signal }) {
    findLldbDap();
    return { language: "native", toolFolder: await installGdbserver(host, signal) };
  },
  holdsProgram: true,
  tellsOfDebugger: false,
  openAdapter: (address) => LldbAdapter.open(findLldbDap(), address),
  letGo,
};

/** How long a gdbserver that has a program to let go may take to say so, in ms. */
const letGoMs = 2_000;

/** One that LLDB has detached from already has let its program go, and listens to nobody any more. */
async function letGo({ host, port }: DebuggerAddress): Promise<void> {
  const gdbserver = connect({ host, port, noDelay: true });
  try {
    await once(gdbserver, "connect");
    gdbserver.write(`+${detachPacket}`);
    await once(gdbserver, "data", { signal: AbortSignal.timeout(letGoMs) }).catch(() => undefined);
  } finally {
    gdbserver.destroy();
  }
}

/** What runs a `bootstrap` that is a script, as far as that is there before a build. */
function interpreterOf({ code }: LambdaFunction): string | undefined {
  const file = code.kind === "folder" ? join(code.path, "bootstrap") : undefined;
  if (file === undefined || !existsSync(file)) return undefined;
  const head = Buffer.alloc(128);
  const descriptor = openSync(file, "r");
  try {
    const length = readSync(descriptor, head);
    return /^#![ \t]*([^ \t\n]+)/.exec(head.toString("utf8", 0, length))?.[1];
  } finally {
    closeSync(descriptor);
  }
}

function unavailable(message: string): Failure {
  return new Failure("debug-unavailable", message);
}
