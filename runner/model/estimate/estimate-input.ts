import type { Architecture } from "../function.ts";
import type { Run } from "./run.ts";

/** What of a function's settings has to do with cost, time and memory. */
export interface EstimatedFunction {
  readonly name: string;
  /** Null for an image whose runtime is not known. */
  readonly runtime: string | null;
  readonly packageType: "Zip" | "Image";
  readonly architecture: Architecture;
  readonly memoryMb: number;
  readonly timeoutS: number;
  /** Size of `/tmp`. */
  readonly ephemeralStorageMb: number;
  /** Environments kept ready all month. */
  readonly provisionedConcurrency?: number;
  /** What a `provided.*` runtime's program is made with, where it is known. */
  readonly program?: "go" | "rust";
}

export interface Traffic {
  readonly callsPerMonth: number;
  /** Share of calls that find no environment ready, from 0 to 1. */
  readonly coldShare: number;
}

/** What is assumed where nobody set anything. Figure of the share: see `docs/estimates.md`. */
export const defaultTraffic: Traffic = { callsPerMonth: 1_000_000, coldShare: 0.01 };

/** How long an empty handler's init takes on one engine of this machine. */
export interface Calibration {
  readonly runtime: string;
  readonly engine: Run["engine"];
  readonly emptyInitMs: number;
  /** Unix time in ms. */
  readonly measuredAt: number;
}

/** What is known of the code without running it. */
export interface CodeFacts {
  /** Code that is evaluated at init. */
  readonly bundleBytes: number;
  readonly unpackedBytes: number;
  readonly packages: readonly { readonly name: string; readonly bytes: number }[];
  /** Of Python: what its modules import at init of what was measured, by its name there. Not in `bundleBytes`. */
  readonly imports?: readonly string[];
  /** Of Python: top-level packages among what those load that are deployed with the function or in its layers. */
  readonly deployed?: readonly string[];
  /** Node.js reads source maps of the bundle at init here, and not on AWS: `sam` makes none unless it is told to. */
  readonly isMappedOnlyHere?: boolean;
}

export interface EstimateInput {
  readonly fn: EstimatedFunction;
  readonly region: string;
  /** In any order; those that teach nothing are left out here. */
  readonly runs: readonly Run[];
  readonly calibration?: Calibration;
  readonly code?: CodeFacts;
  readonly traffic: Traffic;
}
