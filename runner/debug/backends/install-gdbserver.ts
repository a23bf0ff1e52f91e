import { copyFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { findProgram } from "../../build/tools/find-program.ts";
import { runTool } from "../../build/tools/run-tool.ts";
import { gdbserverFile, loaderFile } from "../../engine/gdbserver-command.ts";
import type { Host } from "../../host.ts";
import { Failure } from "../../model/failure.ts";
import { cachedTool } from "./cached-tool.ts";

/**
 * A folder with this machine's gdbserver and the libraries that it needs, so that it runs in every container of the
 * machine's architecture, whatever C library that has.
 *
 * @returns its absolute path
 * @throws Failure `debug-unavailable` when this machine has none; `cancelled`
 */
export async function installGdbserver(host: Host, signal: AbortSignal): Promise<string> {
  const program = findProgram("gdbserver");
  if (program === undefined) throw unavailable("it is not on PATH");
  const { mtimeMs, size } = await stat(program);
  const id = `${String(size)}-${String(Math.trunc(mtimeMs))}`;
  return await cachedTool(
    host,
    `gdbserver-${id}-${host.platform}-${process.arch}`,
    async (draft) => {
      const libraries = await librariesOf(program, draft, signal);
      await copyFile(program, join(draft, gdbserverFile));
      for (const library of libraries) {
        const isLoader = /^ld-/.test(basename(library));
        await copyFile(library, join(draft, isLoader ? loaderFile : basename(library)));
        // The loader of musl is its C library, too.
        if (isLoader) await copyFile(library, join(draft, basename(library)));
      }
    },
    signal,
  );
}

/** Absolute paths, the loader's too. */
async function librariesOf(program: string, cwd: string, signal: AbortSignal): Promise<string[]> {
  const ldd = findProgram("ldd");
  if (ldd === undefined) throw unavailable("there is no ldd on PATH that tells which libraries it needs");
  const { exitCode, output } = await runTool({ program: ldd, args: [program], cwd, env: { LC_ALL: "C" } }, signal);
  // `libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007fddd4e1e000)`, and the loader's path alone.
  const libraries = [...output.matchAll(/^\s*(?:\S+ => )?(\/\S+) \(0x/gm)].map(([, path = ""]) => path);
  if (exitCode === 0 && libraries.some((path) => basename(path).startsWith("ld-"))) return libraries;
  throw unavailable(`ldd does not tell which libraries ${program} needs`);
}

function unavailable(reason: string): Failure {
  return new Failure(
    "debug-unavailable",
    `Programs of custom runtimes are debugged by LLDB through gdbserver of this machine, and ${reason}. Install ` +
      "gdbserver (package gdbserver of Debian, Ubuntu; gdb-gdbserver of Fedora; gdb of Arch, Alpine) and start debugging again.",
  );
}
