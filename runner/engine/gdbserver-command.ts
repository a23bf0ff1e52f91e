import path from "node:path";

/** The names of what is in `DebugSetup.toolFolder` besides libraries. */
export const gdbserverFile = "gdbserver";
export const loaderFile = "ld.so";

/**
 * gdbserver, as it starts a program and waits for a debugger before the program's first instruction. Once that has
 * detached it waits for the program's end and then ends itself. It runs on the libraries that it came with, since those of
 * an image may be older, or of another C library.
 *
 * @param toolFolder where it is, as the runtime names it
 * @param listen `host:port`; 0 for a free port
 * @returns what the program's path follows
 */
export function gdbserverCommand(toolFolder: string, listen: string): string[] {
  const loader = [path.posix.join(toolFolder, loaderFile), "--library-path", toolFolder];
  // Containers may not turn randomisation off, and a shell in front would be what is debugged at first.
  const options = ["--no-disable-randomization", "--no-startup-with-shell"];
  return [...loader, path.posix.join(toolFolder, gdbserverFile), ...options, listen];
}
