import { NotificationType, RequestType, RequestType0 } from "vscode-jsonrpc/node";
import type { BuildProgress } from "../build/builder.ts";
import type { EnvironmentState } from "../environment/environment-state.ts";
import type { LocatedFrame } from "../build/locate-frames.ts";
import type { InvocationRecord, LogLine } from "../environment/invocation.ts";
import type { Report } from "../environment/platform-log.ts";
import type { DebugLanguage } from "../model/debug-language.ts";
import type { Calibration, CodeFacts } from "../model/estimate/estimate-input.ts";
import type { ImportCost } from "../model/estimate/import-cost.ts";
import type { Problem, Range } from "../model/problem.ts";
import type { Trigger } from "../model/trigger.ts";
import type { PrepareProgress } from "../engine/engine.ts";
import type { ReloadReport } from "../reload/reload-batch.ts";

// What clients need of the runner's insides is here for them to import.
export type { LocatedFrame } from "../build/locate-frames.ts";
export type { InvocationRecord, LogLine } from "../environment/invocation.ts";
export type { Report } from "../environment/platform-log.ts";
export type { Calibration, CodeFacts } from "../model/estimate/estimate-input.ts";
export type { ImportCost } from "../model/estimate/import-cost.ts";

/** What happens in a runner, as its subscribers and `start --json` see it. */
export type RunnerEvent =
  | ({ readonly event: "ready" } & RunnerStatus)
  | ({ readonly event: "invocation" } & InvocationRecord)
  | ({ readonly event: "log" } & LogLine)
  | ({ readonly event: "problem" } & Problem)
  | ({ readonly event: "progress"; readonly functionName: string } & (PrepareProgress | BuildProgress))
  | ({ readonly event: "reload" } & ReloadReport)
  /** The templates, or what they depend on, were read again. Names of functions. */
  | { readonly event: "project"; readonly added: readonly string[]; readonly removed: readonly string[] }
  | {
      readonly event: "environment";
      readonly functionName: string;
      readonly environmentId: string;
      readonly state: EnvironmentState["kind"];
      readonly reason?: string;
    }
  /** Code facts, import costs or a calibration that concern this function are new: whoever shows them asks again. */
  | { readonly event: "estimates"; readonly functionName: string }
  | DebuggerEvent;

/** An environment of a debugged function waits, before any user code, for a debugger to attach to this address. */
export interface DebuggerEvent {
  readonly event: "debugger";
  readonly functionName: string;
  readonly environmentId: string;
  /** Id of the build that it runs, as `InvokeReply` has it. */
  readonly build: string;
  readonly language: DebugLanguage;
  /** `127.0.0.1`, unless the runner is in a container itself. */
  readonly host: string;
  readonly port: number;
  /** `host:port` of what holds the program, for a debugger that has to be told as it attaches: LLDB. */
  readonly target?: string;
  /** The folder of the function's code, as the runtime names it, and the same on this machine. */
  readonly remoteRoot: string;
  readonly localRoot: string;
  /** The code was bundled; its maps stand beside it in `localRoot` and name absolute sources. */
  readonly sourceMaps: boolean;
}

export interface RunnerStatus {
  readonly pid: number;
  /** Absolute path. */
  readonly workspace: string;
  readonly templates: readonly string[];
  /** `eu-west-1` */
  readonly region: string;
  /** `http://127.0.0.1:3001` */
  readonly lambdaApi: string;
  readonly engine: "container" | "process";
  readonly engineDescription: string;
  readonly functionCount: number;
}

export interface FunctionSummary {
  readonly name: string;
  readonly logicalId: string;
  /** Absolute path of the template, and where in it the resource stands. */
  readonly template: string;
  readonly range: Range;
  /** Null for image functions. */
  readonly runtime: string | null;
  /** Of an image function: the runtime of AWS's base image that it starts from; null where it starts from another. */
  readonly imageRuntime: string | null;
  readonly handler: string | null;
  /** Absolute path of the folder that the code, or the image, is made from; null where it is none of this machine. */
  readonly codeFolder: string | null;
  /** Absolute path of the source file a person edits; the template for inline code; null where it can't be told. */
  readonly handlerFile: string | null;
  /** Zero-based line in `handlerFile` on which the handler is defined; null where it can't be told. */
  readonly handlerLine: number | null;
  /** Name of the function or method there; empty where the program itself tells the runtime what to call. */
  readonly handlerFunction: string | null;
  readonly packageType: "Zip" | "Image";
  readonly architecture: "x86_64" | "arm64";
  readonly memoryMb: number;
  readonly timeoutS: number;
  /** Size of `/tmp`. */
  readonly ephemeralStorageMb: number;
  /** Environments that AWS keeps ready; null for none. */
  readonly provisionedConcurrency: number | null;
  readonly triggers: readonly Trigger[];
  readonly problems: readonly Problem[];
  /** Why its last build, or what its engine needs to start it, failed; empty when it went well or there was none yet. */
  readonly buildProblems: readonly Problem[];
}

export interface InvokeParams {
  readonly functionName: string;
  /** JSON text. */
  readonly event: string;
}

export interface InvokeReply {
  readonly requestId: string;
  /** 200, also when the function failed; 429 when it was throttled. */
  readonly statusCode: number;
  /** `Unhandled` when the function or its runtime failed. */
  readonly functionError: string | null;
  /** The function's answer as text: JSON, as a rule. For a 429, the reason. */
  readonly payload: string;
  /** Every log line of the invocation, with those of the init phase before it. */
  readonly log: string;
  readonly engine: "container" | "process";
  /** Id of the build that served it; empty for a 429. */
  readonly build: string;
  readonly report: Report | null;
  /** A debugger may have stopped it or slowed it down: its figures are nothing to learn from. */
  readonly isDebugged: boolean;
}

export interface RunAtSizeParams {
  /** Name or logical id. */
  readonly functionName: string;
  /** JSON text. */
  readonly event: string;
  /** The function's own when absent. */
  readonly memoryMb?: number;
  /** Whether it gets no more of the CPU than comes with the memory; else all there is. */
  readonly isCpuLimited: boolean;
  /** Calls with all the CPU there is, before those that count. */
  readonly warmUps: number;
  readonly runs: number;
}

/** The figures of a call, with how long its threads were ready to run and had no CPU; null where nothing told. */
export type MeasuredReport = Report & { readonly cpuDelayMs: number | null };

export interface RunAtSizeReply {
  readonly engine: "container" | "process";
  readonly build: string;
  readonly memoryMb: number;
  /** What it was limited to, the machine may have less; null for no limit. */
  readonly vCpus: number | null;
  /** Of the calls that went well, up to the first that did not. */
  readonly warmUps: readonly MeasuredReport[];
  readonly reports: readonly MeasuredReport[];
  /** Of the call that did not go well: `Runtime.OutOfMemory`, and a sentence. */
  readonly failure: { readonly errorType: string; readonly text: string } | null;
}

export interface DebugParams {
  /** Name or logical id. */
  readonly functionName: string;
  /** Variables of its environments, over the template's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it is to run meanwhile; where it runs anyway when absent. */
  readonly engine?: "container" | "process";
  /** No environment is started before a call needs it. */
  readonly isLazy?: boolean;
  /** Each environment stops where the function's own code begins, of languages whose debugger the runner can tell so: Go. */
  readonly stopOnEntry?: boolean;
}

export interface StopDebuggingParams {
  /** As `DebugParams` had it. */
  readonly functionName: string;
}

export interface DebugReply {
  /** As `debugger` events have it. */
  readonly functionName: string;
  readonly language: DebugLanguage;
  readonly engine: "container" | "process";
}

export interface LocateParams {
  readonly functionName: string;
  /** Id of the build that wrote the text, as `InvokeReply` has it; the newest build stands in for one that is gone. */
  readonly build: string;
  /** An error's payload, or log lines. */
  readonly text: string;
}

export interface LogsParams {
  readonly functionName: string;
  /** Unix time in ms. */
  readonly sinceMs?: number;
  readonly filter?: string;
  readonly limit: number;
  /** Send later lines of the function as `log` events, with no gap and no line twice. */
  readonly follow?: boolean;
}

/** An environment that has not stopped, as its `environment` events would have told. */
export interface EnvironmentSummary {
  readonly functionName: string;
  readonly environmentId: string;
  readonly state: Exclude<EnvironmentState["kind"], "stopped">;
  readonly engine: "container" | "process";
  /** Unix time in ms. */
  readonly startedAtMs: number;
}

export interface InvocationsParams {
  /** All functions when absent. */
  readonly functionName?: string;
  /** The newest so many. */
  readonly limit: number;
}

export interface CleanUpReply {
  /** How many environments were stopped: idle ones and spares. */
  readonly stopped: number;
}

export interface EstimatesParams {
  /** Name or logical id. */
  readonly functionName: string;
}

export interface SubscribeParams {
  readonly events: readonly RunnerEvent["event"][];
}

export const statusRequest = new RequestType0<RunnerStatus, void>("status");
export const functionsRequest = new RequestType0<FunctionSummary[], void>("functions");
export const invokeRequest = new RequestType<InvokeParams, InvokeReply, void>("invoke");
/**
 * Calls a function at a memory size, with the CPU that comes with it or all, in an environment of its own whose runs are
 * not kept.
 * Ends when the connection does.
 */
export const runAtSizeRequest = new RequestType<RunAtSizeParams, RunAtSizeReply, void>("runAtSize");
/** What lives now: for clients that were not there when it started. */
export const environmentsRequest = new RequestType0<EnvironmentSummary[], void>("environments");
/** Newest first, those of earlier runners of the workspace too. */
export const invocationsRequest = new RequestType<InvocationsParams, InvocationRecord[], void>("invocations");
/** Stops what waits for calls, and removes what runners have left that died. */
export const cleanUpRequest = new RequestType0<CleanUpReply, void>("cleanUp");
/** Places in a text that lead to sources on this machine, in their order; none for an unknown function. */
export const locateRequest = new RequestType<LocateParams, LocatedFrame[], void>("locate");
export const logsRequest = new RequestType<LogsParams, LogLine[], void>("logs");
/** Those measured so far. The first one of these three requests has the runner measure, from then on, what they ask for. */
export const calibrationsRequest = new RequestType0<Calibration[], void>("calibrations");
/** The newest that are known, in the order of the source; none while nothing was measured. */
export const importCostsRequest = new RequestType<EstimatesParams, ImportCost[], void>("importCosts");
/** Of the function's newest build, or of its sources before the first; null where neither tells, and for images. */
export const codeFactsRequest = new RequestType<EstimatesParams, CodeFacts | null, void>("codeFacts");
export const subscribeRequest = new RequestType<SubscribeParams, null, void>("subscribe");
/**
 * Keeps a runner that was started with `--while-used` until this connection closes; asking again changes nothing. Other
 * runners go on anyway.
 */
export const holdRequest = new RequestType0<null, void>("hold");
/**
 * From now on every environment of the function waits for a debugger and says so by a `debugger` event, which this
 * connection gets unasked; its timeouts stand still. Until `stopDebugging`, or until this connection closes.
 */
export const debugRequest = new RequestType<DebugParams, DebugReply, void>("debug");
/** Of this connection's own; anything else changes nothing. */
export const stopDebuggingRequest = new RequestType<StopDebuggingParams, null, void>("stopDebugging");
/** Answered once the runner has stopped everything it started. */
export const stopRequest = new RequestType0<null, void>("stop");
export const eventNotification = new NotificationType<RunnerEvent>("event");
