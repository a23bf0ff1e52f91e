import type { TuneStep } from "./tune.ts";

/** What is under way, for people: `calling it 5 times, after warming up`. */
export function stepText(step: TuneStep): string {
  return step.kind === "runs"
    ? `calling it ${step.of} times, after warming up`
    : `calling it with ${step.memoryMb} MB and its share of CPU (${step.index} of ${step.of})`;
}
