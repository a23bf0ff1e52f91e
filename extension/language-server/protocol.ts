import { NotificationType } from "vscode-jsonrpc";
import type { Calibration, CodeFacts } from "../../runner/model/estimate/estimate-input.ts";
import type { ListedFunction } from "../../runner/model/estimate/estimated-function.ts";
import type { ImportCost } from "../../runner/model/estimate/import-cost.ts";
import type { Run } from "../../runner/model/estimate/run.ts";

/**
 * What a client that knows a project tells the server, beyond the Language Server Protocol. All of it is optional: a
 * server that is told nothing reads the templates that are open. Paths are absolute, `folder` is the workspace folder's.
 */

/** A function of a project, as `pilotlight list --json` has it. */
export interface KnownFunction extends ListedFunction {
  readonly logicalId: string;
  readonly template: string;
  readonly handlerFunction: string | null;
}

/** All functions of a folder; they take the place of those told before. */
export interface FunctionsParams {
  readonly folder: string;
  /** Whose prices count. */
  readonly region: string;
  readonly functions: readonly KnownFunction[];
}

/** All that is remembered of a function's runs; they take the place of those told before. */
export interface RunsParams {
  readonly folder: string;
  readonly functionName: string;
  readonly runs: readonly Run[];
}

/** All calibrations of this machine. */
export interface CalibrationsParams {
  readonly calibrations: readonly Calibration[];
}

export interface ImportsParams {
  readonly folder: string;
  readonly functionName: string;
  readonly imports: readonly ImportCost[];
}

export interface CodeParams {
  readonly folder: string;
  readonly functionName: string;
  readonly code: CodeFacts;
}

export const functionsNotification = new NotificationType<FunctionsParams>("pilotlight/functions");
export const runsNotification = new NotificationType<RunsParams>("pilotlight/runs");
export const calibrationsNotification = new NotificationType<CalibrationsParams>("pilotlight/calibrations");
export const importsNotification = new NotificationType<ImportsParams>("pilotlight/imports");
export const codeNotification = new NotificationType<CodeParams>("pilotlight/code");
