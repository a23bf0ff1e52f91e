import { unlessCancelled } from "../cancellation.ts";

const last = new Map<string, Promise<unknown>>();

/**
 * Runs `work` once all earlier work for the same folder has ended: tools that write beside their sources spoil each
 * other's output, and functions often share a folder.
 *
 * @throws Failure `cancelled`, also while it waits
 */
export async function takeTurns<T>(folder: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const before = last.get(folder) ?? Promise.resolve();
  const turn = Promise.withResolvers<undefined>();
  const queue = before.then(() => turn.promise);
  last.set(folder, queue);
  try {
    await unlessCancelled(before, signal);
    return await work();
  } finally {
    turn.resolve(undefined);
    if (last.get(folder) === queue) last.delete(folder);
  }
}
