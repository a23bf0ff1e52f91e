import type { Figure } from "../model/estimate/figure.ts";
import type { MemoryCurve } from "../model/estimate/memory-curve.ts";
import type { Architecture } from "../model/function.ts";

/** What tuning has found out. */
export interface TuneResult {
  readonly functionName: string;
  readonly logicalId: string;
  /** Absolute path of the template that has its memory. */
  readonly template: string;
  readonly architecture: Architecture;
  /** As the template has it now. */
  readonly memoryMb: number;
  /** `eu-west-1` */
  readonly region: string;
  readonly engine: "container" | "process";
  /** Id of the build that ran. */
  readonly build: string;
  /** Whether the runs were made for this, or were there. */
  readonly areRunsNew: boolean;
  readonly curve: MemoryCurve;
  /** What AWS bills the share of calls for that start cold. */
  readonly coldStartMs: Figure;
  readonly coldShare: number;
  /** CPUs of this machine: no run can have shown more parallelism. */
  readonly machineCpus: number;
  /** Threads that wanted to run on it before anything was called for this; undefined where the system does not tell. */
  readonly machineLoad: number | undefined;
  /** By memory; empty where it was not asked for. */
  readonly verified: readonly VerifiedSize[];
}

/** A prediction beside what really happened. */
export interface VerifiedSize {
  readonly memoryMb: number;
  /** Undefined below the memory that it was seen to take. */
  readonly predictedMs: number | undefined;
  /** Median; undefined when no call went well. */
  readonly measuredMs: number | undefined;
  /** How many calls went well. */
  readonly runs: number;
  /** Of the call that did not. */
  readonly failure: { readonly errorType: string; readonly text: string } | null;
  /** The machine has fewer CPUs than come with this size. */
  readonly isShortOfCpus: boolean;
}

/** How far a prediction is off, as a share of what was measured: 0.06, -0.1; undefined where there is nothing to compare. */
export function errorOf({ predictedMs, measuredMs }: VerifiedSize): number | undefined {
  if (predictedMs === undefined || measuredMs === undefined || measuredMs === 0) return undefined;
  return predictedMs / measuredMs - 1;
}
