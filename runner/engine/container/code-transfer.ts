import { stat } from "node:fs/promises";
import type { CodeTransfer } from "./create-options.ts";

export interface CodeTransferFacts {
  readonly wanted: "auto" | CodeTransfer;
  /** Whether paths of this machine mean the same to the engine. */
  readonly sharesFiles: boolean;
  /** A mounted folder would need another SELinux label, which is not ours to change. */
  readonly hasSelinux: boolean;
}

/**
 * Decides how a folder gets into a container. A folder that only its owner can read is copied, because the function
 * is another user; the copy is readable by all.
 */
export async function chooseTransfer(folder: string | undefined, facts: CodeTransferFacts): Promise<CodeTransfer> {
  if (facts.wanted !== "auto") return facts.wanted;
  if (!facts.sharesFiles || facts.hasSelinux) return "copy";
  if (folder === undefined) return "mount";
  const { mode } = await stat(folder);
  const readableByAll = 0o005;
  return (mode & readableByAll) === readableByAll ? "mount" : "copy";
}
