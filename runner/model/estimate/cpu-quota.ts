/** Memory that comes with one vCPU. Source: AWS Lambda developer guide, "Configure Lambda function memory". */
export const mbPerVCpu = 1769;

/** What 10,240 MB come with. Source: the same page. */
const mostVCpus = 6;

/**
 * The share of CPU time is a quota of the kernel's: in each period a function runs until its quota is used up, then stands
 * still until the next. AWS documents neither. That pauses end after 20 ms is what the author of lambda-dispatch saw from
 * outside: https://github.com/pwrdrvr/lambda-dispatch/issues/246
 */
export const quotaPeriodMs = 20;

/** vCPUs at a memory size: 0.07 at 128 MB, 1 at 1,769, 5.8 at 10,240. */
export function vCpusAt(memoryMb: number): number {
  return Math.min(mostVCpus, memoryMb / mbPerVCpu);
}

/**
 * How long it takes to use so much CPU time in one go, in ms: about `cpuMs / vCpus` when that is many periods, and less
 * for what begins with an unused quota. It begins at any moment of a period, so this is the mean over them.
 *
 * @param cpuMs of all threads together
 * @param parallelism threads that run at a time
 * @param vCpus the quota; infinite where there is none
 */
export function timeUnderQuotaMs(cpuMs: number, parallelism: number, vCpus: number): number {
  const runningMs = cpuMs / parallelism;
  const quotaMs = (vCpus * quotaPeriodMs) / parallelism;
  if (quotaMs >= quotaPeriodMs || runningMs <= quotaMs) return runningMs;
  let sumMs = 0;
  for (let sample = 0; sample < phases; sample++) {
    const leftOfPeriodMs = quotaPeriodMs * ((sample + 0.5) / phases);
    const firstMs = Math.min(quotaMs, leftOfPeriodMs);
    sumMs += leftOfPeriodMs + fromPeriodStart(runningMs - firstMs, quotaMs);
  }
  return sumMs / phases;
}

const phases = 40;

function fromPeriodStart(runningMs: number, quotaMs: number): number {
  const fullPeriods = Math.max(0, Math.ceil(runningMs / quotaMs) - 1);
  return fullPeriods * quotaPeriodMs + runningMs - fullPeriods * quotaMs;
}
