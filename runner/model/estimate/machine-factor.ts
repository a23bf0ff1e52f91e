import type { Run } from "./run.ts";

/** Outside of these, the ratio of two empty inits says more about what else they do than about speed. */
const bounds = { min: 0.5, max: 3 };

/**
 * The part of an empty init here that an empty init on AWS has, too. In containers AWS's own runtimes run, so it is all of
 * it, and for Node.js as a process nearly so. Our Python runtime for processes loads more than AWS's: with this part, the
 * factor that Python's empty init gives is the one that explains published cold starts with boto3 (`docs/estimates.md`).
 */
const pythonProcessShare = 0.6;

/**
 * How much longer code takes to initialise on AWS than on one engine of this machine: how much longer an empty handler
 * takes. What is in an empty init besides work for the CPU (a sandbox being set up, files being fetched) is not
 * proportional, so that the ratio is held within bounds.
 *
 * @param localEmptyInitMs of the same runtime, on this engine
 */
export function machineFactor(
  awsEmptyInitMs: number,
  localEmptyInitMs: number,
  of: { readonly runtime: string | null; readonly engine: Run["engine"] },
): number {
  const isOurPython = of.engine === "process" && of.runtime?.startsWith("python") === true;
  const comparableMs = localEmptyInitMs * (isOurPython ? pythonProcessShare : 1);
  return Math.min(bounds.max, Math.max(bounds.min, awsEmptyInitMs / comparableMs));
}
