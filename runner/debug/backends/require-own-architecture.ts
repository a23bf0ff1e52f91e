import { Failure } from "../../model/failure.ts";
import type { LambdaFunction } from "../../model/function.ts";

/**
 * Debuggers of compiled programs trace them, which an emulator does not do for what it runs.
 *
 * @throws Failure `debug-unavailable` when the function is for another architecture than this machine's
 */
export function requireOwnArchitecture({ name, architecture }: LambdaFunction): void {
  const own = process.arch === "arm64" ? "arm64" : "x86_64";
  if (architecture === own) return;
  throw new Failure(
    "debug-unavailable",
    `${name} is for ${architecture}, which this machine only emulates, and an emulated program can't be debugged. ` +
      `Set Architectures to ${own} in the template while you debug it.`,
  );
}
