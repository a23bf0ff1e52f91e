import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";
import type { SandboxExit, SandboxRequest } from "../engine.ts";

/**
 * Exit codes by which engines and shells report a signal (128 and its number). Codes of that range which runtimes and
 * entry scripts use themselves are left out: 128 and 129 (Node's runtime client), 130, 142 (AWS's entry script).
 */
const signalByCode: Readonly<Record<number, string>> = {
  131: "SIGQUIT",
  132: "SIGILL",
  133: "SIGTRAP",
  134: "SIGABRT",
  135: "SIGBUS",
  136: "SIGFPE",
  137: "SIGKILL",
  139: "SIGSEGV",
  141: "SIGPIPE",
  143: "SIGTERM",
  159: "SIGSYS",
};

/** What an exit code of the container's first process means. */
export function exitOf(code: number, isOutOfMemory: boolean): SandboxExit {
  if (isOutOfMemory && code !== 0) return { kind: "out-of-memory" };
  const signal = signalByCode[code];
  return signal === undefined ? { kind: "exited", code } : { kind: "signalled", signal };
}

/**
 * Reads the engine's refusal to start a container whose entry point can't be executed, in AWS's words.
 *
 * @returns undefined when the refusal has another reason
 */
export function invalidEntrypoint(engineMessage: string): SandboxExit | undefined {
  // runc: `exec: "/entry": stat /entry: no such file or directory`, crun: "executable file `/entry` not found",
  // the kernel by way of runc: `exec /entry: exec format error`.
  const found =
    /exec: "([^"]+)": .*?(no such file or directory|permission denied|exec format error|executable file not found|is a directory)/.exec(
      engineMessage,
    ) ??
    /executable file [`"']([^`"']+)[`"'] (not found)/.exec(engineMessage) ??
    /exec:? (\/\S+?): (no such file or directory|permission denied|exec format error)/.exec(engineMessage);
  const [, path, reason] = found ?? [];
  if (path === undefined || reason === undefined) return undefined;
  const awsReason = reason.endsWith("not found")
    ? "no such file or directory"
    : reason === "is a directory"
      ? "permission denied"
      : reason;
  return { kind: "invalid-entrypoint", message: `fork/exec ${path}: ${awsReason}` };
}

/**
 * The same where the engine's init program found out, which ends with 126 or 127 and says
 * `[FATAL tini (7)] exec /entry failed: Permission denied`.
 *
 * @param lastOutput what the container wrote last
 */
export function invalidEntrypointOf(code: number, lastOutput: string): SandboxExit | undefined {
  if (code !== 126 && code !== 127) return undefined;
  const [, path, reason] = /^\[FATAL [^\]]*\] exec (.+) failed: (.+)$/m.exec(lastOutput) ?? [];
  if (path === undefined || reason === undefined) return undefined;
  return { kind: "invalid-entrypoint", message: `fork/exec ${path}: ${reason.trim().toLowerCase()}` };
}

/**
 * Tells a bootstrap of an OS-only runtime that could not be executed from one that ran and ended: a shell reports the
 * former by 126 or 127 as well. AWS looks for `/var/task/bootstrap`, then `/opt/bootstrap`.
 */
export async function bootstrapExit(
  exit: SandboxExit,
  { fn, codeFolder, layerFolder }: Pick<SandboxRequest, "fn" | "codeFolder" | "layerFolder">,
): Promise<SandboxExit> {
  if (exit.kind !== "exited" || (exit.code !== 126 && exit.code !== 127)) return exit;
  if (fn.runtime?.startsWith("provided") !== true) return exit;
  const candidates = [
    { folder: codeFolder, path: "/var/task/bootstrap" },
    { folder: layerFolder, path: "/opt/bootstrap" },
  ];
  for (const { folder, path } of candidates) {
    if (folder === undefined) continue;
    const file = join(folder, "bootstrap");
    if (!(await isAccessible(file, constants.F_OK))) continue;
    const isExecutable = await isAccessible(file, constants.X_OK);
    const reason =
      exit.code === 127 ? "no such file or directory" : isExecutable ? "exec format error" : "permission denied";
    return { kind: "invalid-entrypoint", message: `fork/exec ${path}: ${reason}` };
  }
  return { kind: "invalid-entrypoint", message: "fork/exec /var/task/bootstrap: no such file or directory" };
}

function isAccessible(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
