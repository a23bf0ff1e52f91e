/** Outside of these, the ratio of two empty inits says more about Lambda's own start-up than about speed. */
const bounds = { min: 0.5, max: 3 };

/**
 * How much longer code takes to initialise on AWS than on one engine of this machine: how much longer an empty handler
 * takes. What is in an empty init besides work for the CPU (a sandbox being set up, files being fetched) is not
 * proportional, so that the ratio is held within bounds.
 */
export function machineFactor(awsEmptyInitMs: number, localEmptyInitMs: number): number {
  return Math.min(bounds.max, Math.max(bounds.min, awsEmptyInitMs / localEmptyInitMs));
}
