import type { LocatedFrame } from "../build/locate-frames.ts";
import type { DebugHold } from "../debug/debug-sessions.ts";
import type { InvocationRecord, LogLine } from "../environment/invocation.ts";
import type {
  Calibration,
  CleanUpReply,
  CodeFacts,
  DebugParams,
  EnvironmentSummary,
  EstimatesParams,
  FunctionSummary,
  ImportCost,
  InvocationsParams,
  InvokeParams,
  InvokeReply,
  RunAtSizeParams,
  RunAtSizeReply,
  LocateParams,
  LogsParams,
  RunnerEvent,
  RunnerStatus,
} from "./protocol.ts";

/** What a runner does for those who reach it by the control channel, or who run it in their own process. */
export interface ControlService {
  status(): RunnerStatus;
  functions(): Promise<FunctionSummary[]>;
  environments(): EnvironmentSummary[];
  invocations(params: InvocationsParams): InvocationRecord[];
  /**
   * @param signal cancels the invocation: it is withdrawn where it waits, and ended with its environment where it runs
   * @throws Failure `function-unknown`, `event-invalid`, `cancelled` and what `Dispatcher.invoke` throws
   */
  invoke(params: InvokeParams, signal?: AbortSignal): Promise<InvokeReply>;
  /**
   * @param signal ends it at once
   * @throws Failure as `runAtSize` in `runner/tune/`
   */
  runAtSize(params: RunAtSizeParams, signal: AbortSignal): Promise<RunAtSizeReply>;
  /**
   * The function is debugged until `end` is called.
   *
   * @param signal gives up what this waits for
   * @throws Failure `function-unknown`, `debug-unavailable`, `usage` when it is debugged already or there is no such engine,
   *   what a first build throws, `cancelled`
   */
  debug(params: DebugParams, signal?: AbortSignal): Promise<DebugHold>;
  locate(params: LocateParams): Promise<LocatedFrame[]>;
  /** @throws Failure `engine-unavailable`, `engine-lost` */
  cleanUp(): Promise<CleanUpReply>;
  logs(params: LogsParams): LogLine[];
  calibrations(): Promise<Calibration[]>;
  /** @throws Failure `function-unknown` */
  importCosts(params: EstimatesParams): Promise<ImportCost[]>;
  /** @throws Failure `function-unknown` */
  codeFacts(params: EstimatesParams): Promise<CodeFacts | null>;
  /** The runner is needed until the returned function is called, if it runs only while it is. */
  hold(): () => void;
  /** Calls back for every event until the returned function is called. */
  subscribe(listener: (event: RunnerEvent) => void): () => void;
}
