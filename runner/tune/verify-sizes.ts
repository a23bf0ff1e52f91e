import { availableParallelism } from "node:os";
import type { CurveFigures, MemoryCurve } from "../model/estimate/memory-curve.ts";
import { durationOf } from "../model/estimate/duration-curve.ts";
import { median } from "../model/estimate/percentiles.ts";
import { warmUps } from "./find-runs.ts";
import type { TunedRunner, TuneRequest, TuneStep } from "./tune.ts";
import type { VerifiedSize } from "./tune-result.ts";

export interface VerifyRequest extends Pick<TuneRequest, "functionName" | "runs"> {
  /** JSON text: that of the runs that the curve is of. */
  readonly event: string;
  /** In MB; undefined for a choice of them. */
  readonly sizes: readonly number[] | undefined;
}

/** Small sizes take long. */
const usualRuns = 3;

/**
 * Runs a function at memory sizes and puts that beside what the curve says.
 *
 * @throws Failure as `runAtSize`
 */
export async function verifySizes(
  runner: TunedRunner,
  { functionName, event, runs = usualRuns, sizes }: VerifyRequest,
  curve: MemoryCurve,
  onStep: (step: TuneStep) => void,
  signal: AbortSignal,
): Promise<VerifiedSize[]> {
  const wanted = [...new Set(sizes ?? telling(curve))].toSorted((a, b) => a - b);
  const verified: VerifiedSize[] = [];
  for (const [index, memoryMb] of wanted.entries()) {
    onStep({ kind: "size", memoryMb, index: index + 1, of: wanted.length });
    const reply = await runner.runAtSize({ functionName, event, memoryMb, isCpuLimited: true, warmUps, runs }, signal);
    const durations = reply.reports.map(({ durationMs }) => durationMs);
    verified.push({
      memoryMb,
      predictedMs: memoryMb < curve.peakMemoryMb ? undefined : durationOf(curve.split, memoryMb),
      measuredMs: durations.length === 0 ? undefined : median(durations),
      runs: durations.length,
      failure: reply.failure,
      isShortOfCpus: (reply.vCpus ?? 0) > availableParallelism(),
    });
  }
  return verified;
}

/** Little CPU, some, one whole, and the size that is recommended: of those that the function can do with. */
function telling({ points, recommended }: MemoryCurve): number[] {
  const canRun = (point: MemoryCurve["points"][number]): point is CurveFigures =>
    point.kind === "figures" && !point.exceedsTimeout;
  const able = points.filter(canRun).map(({ memoryMb }) => memoryMb);
  const chosen = [128, 512, 1769].filter((size) => able.includes(size));
  return [...chosen, ...(recommended ? [recommended.memoryMb] : able.slice(-1))];
}
