import { findProgram } from "../../build/tools/find-program.ts";
import { Failure } from "../../model/failure.ts";

/**
 * LLDB as it speaks the Debug Adapter Protocol, under the names that distributions have for it.
 *
 * @returns its absolute path
 * @throws Failure `debug-unavailable` when it is not on PATH
 */
export function findLldbDap(): string {
  for (const name of names) {
    const found = findProgram(name);
    if (found !== undefined) return found;
  }
  throw new Failure(
    "debug-unavailable",
    "Programs of custom runtimes are debugged by LLDB, and there is no lldb-dap on PATH, nor one with a version in its " +
      "name. Install LLDB 19 or later (package lldb-19 of Debian and Ubuntu, lldb of Fedora and Arch) and start debugging again.",
  );
}

/** Debian's carry a version. Before 19 none attaches to a gdbserver without a race. */
const names = ["lldb-dap", ...[24, 23, 22, 21, 20, 19].map((version) => `lldb-dap-${String(version)}`)];
