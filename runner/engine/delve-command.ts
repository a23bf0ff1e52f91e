/**
 * Delve, as it starts a program and waits for debuggers of the Debug Adapter Protocol or its own before the program's first
 * instruction: one after the other, and not to end when one leaves. A Go that is newer or older than Delve is tried.
 *
 * @param listen `host:port`; 0 for a free port
 * @returns what the program's path follows
 */
export function delveCommand(program: string, listen: string): string[] {
  const options = ["--headless", `--listen=${listen}`, "--accept-multiclient", "--api-version=2"];
  return [program, "exec", ...options, "--check-go-version=false"];
}
