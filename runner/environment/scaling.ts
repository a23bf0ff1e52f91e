import type { LambdaFunction } from "../model/function.ts";

/** AWS's own reasons for a 429 that a runner on one machine can have. */
export type ThrottleReason = "ConcurrentInvocationLimitExceeded" | "ReservedFunctionConcurrentInvocationLimitExceeded";

export interface ConcurrencyView {
  /** Invocations of this function that run or wait for an environment. */
  readonly functionInFlight: number;
  readonly reservedConcurrency: number | undefined;
  /** The same of all functions without reserved concurrency. */
  readonly unreservedInFlight: number;
  /** What reserved concurrency leaves of the account's limit. */
  readonly unreservedConcurrency: number;
}

interface PoolView {
  readonly fn: Pick<LambdaFunction, "reservedConcurrency">;
  readonly inFlight: number;
}

/** @param accountConcurrency the account's limit */
export function concurrencyView(
  { fn: { reservedConcurrency }, inFlight: functionInFlight }: PoolView,
  pools: Iterable<PoolView>,
  accountConcurrency: number,
): ConcurrencyView {
  let reserved = 0;
  let unreservedInFlight = 0;
  for (const { fn, inFlight } of pools) {
    reserved += fn.reservedConcurrency ?? 0;
    if (fn.reservedConcurrency === undefined) unreservedInFlight += inFlight;
  }
  const unreservedConcurrency = accountConcurrency - reserved;
  return { functionInFlight, reservedConcurrency, unreservedInFlight, unreservedConcurrency };
}

/** Whether one more invocation may come in: undefined, or the reason it may not. */
export function throttleReason(view: ConcurrencyView): ThrottleReason | undefined {
  if (view.reservedConcurrency !== undefined) {
    const isFull = view.functionInFlight >= view.reservedConcurrency;
    return isFull ? "ReservedFunctionConcurrentInvocationLimitExceeded" : undefined;
  }
  return view.unreservedInFlight >= view.unreservedConcurrency ? "ConcurrentInvocationLimitExceeded" : undefined;
}

export interface CapacityView {
  /** Invocations of this function that have no environment yet. */
  readonly waiting: number;
  /** Environments of this function on their way. */
  readonly starting: number;
  /** Environments of this function that have answered and are about to be idle again. */
  readonly finishing: number;
  readonly startingOfAll: number;
  /** How many the machine starts at once without slowing all of them down. */
  readonly maxStarting: number;
  /** What one more environment is expected to take. */
  readonly neededMemoryMb: number;
  /** What the machine can give, less what environments on their way will take. */
  readonly availableMemoryMb: number;
  /** Idle environments of other functions that could make room. */
  readonly idleElsewhere: number;
}

export type ScalingStep =
  | "start"
  /** Retire the longest idle environment of another function, then look again. */
  | "make-room"
  /** Something that is running or starting will change the answer. */
  | "wait";

/** What to do for a function whose invocations find no idle environment. */
export function nextScalingStep(view: CapacityView): ScalingStep {
  if (view.waiting <= view.starting + view.finishing || view.startingOfAll >= view.maxStarting) return "wait";
  if (view.neededMemoryMb <= view.availableMemoryMb) return "start";
  return view.idleElsewhere > 0 ? "make-room" : "wait";
}
