import { Failure } from "../model/failure.ts";

/**
 * Waits for `work`, or until `signal` aborts: the work itself then goes on unheard, so it must leave nothing behind.
 *
 * @throws Failure `cancelled`
 */
export async function unlessCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(cancelled());
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    throwIfCancelled(signal);
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    work.catch(() => undefined);
  }
}

/** @throws Failure `cancelled` */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled();
}

function cancelled(): Failure {
  return new Failure("cancelled", "The build was cancelled. Invoke the function again to start a new one.");
}
