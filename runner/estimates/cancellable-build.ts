import type { BuildContext, BuildOptions, OutputFile } from "esbuild";
import { throwIfCancelled, unlessCancelled } from "../build/cancellation.ts";
import type { Esbuild } from "../build/load-esbuild.ts";

/**
 * Builds in memory, and has esbuild stop when the signal aborts: builds of functions run in the same service.
 *
 * @throws esbuild's own errors; Failure `cancelled`
 */
export async function cancellableBuild(
  esbuild: Esbuild,
  options: BuildOptions,
  signal: AbortSignal,
): Promise<readonly OutputFile[]> {
  throwIfCancelled(signal);
  const inMemory = { ...options, write: false } as const;
  // Before esbuild 0.17 there were no contexts.
  if (!("context" in esbuild)) {
    return (await unlessCancelled((esbuild as Esbuild).build(inMemory), signal)).outputFiles;
  }
  const context = await esbuild.context(inMemory);
  const cancel = (): void => void cancelRebuild(context);
  signal.addEventListener("abort", cancel, { once: true });
  try {
    return (await unlessCancelled(context.rebuild(), signal)).outputFiles;
  } finally {
    signal.removeEventListener("abort", cancel);
    await context.dispose();
  }
}

/** Early esbuilds with contexts can't; the rebuild then goes on unheard. */
async function cancelRebuild(context: BuildContext): Promise<void> {
  if ("cancel" in context) await context.cancel().catch(() => undefined);
}
