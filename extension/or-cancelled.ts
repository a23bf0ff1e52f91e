import { Failure } from "../runner/model/failure.ts";

/**
 * Does not wait any longer once `signal` is aborted.
 *
 * @throws Failure `cancelled`, and what `work` rejects with
 */
export async function orCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const cancelled = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Failure("cancelled", "The call was cancelled.")));
  });
  return await Promise.race([work, cancelled]);
}
