import type { FunctionSummary, RunnerStatus } from "../../runner/control/protocol.ts";
import type { Problem } from "../../runner/model/problem.ts";
import type { FunctionActivity } from "./function-activity.ts";

/** What is known of one workspace folder: everything the views show comes from this value alone. */
export interface WorkspaceState {
  readonly listing: Listing;
  readonly functions: readonly FunctionSummary[];
  /** Of templates and functions. */
  readonly problems: readonly Problem[];
  readonly runner: RunnerState;
  /** By function name; who is not in it has not been heard of. */
  readonly activity: ReadonlyMap<string, FunctionActivity>;
}

/** `functions` and `problems` are of the last listing that worked. */
export type Listing =
  { readonly kind: "pending" } | { readonly kind: "done" } | { readonly kind: "failed"; readonly message: string };

export type RunnerState =
  | { readonly kind: "stopped" }
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly status: RunnerStatus }
  | { readonly kind: "stopping" }
  /** It could not be started, or ended by itself. `reason` is a sentence. */
  | { readonly kind: "failed"; readonly reason: string };

export const emptyState: WorkspaceState = {
  listing: { kind: "pending" },
  functions: [],
  problems: [],
  runner: { kind: "stopped" },
  activity: new Map(),
};

/** Functions whose newest build failed. */
export function failedBuilds(state: WorkspaceState): FunctionSummary[] {
  return state.functions.filter(({ buildProblems }) => buildProblems.length > 0);
}

/** Live environments of all functions, spares without a function's code included. */
export function environmentCount(state: WorkspaceState): number {
  return [...state.activity.values()].reduce((count, { environments }) => count + environments.size, 0);
}
