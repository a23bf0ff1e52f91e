import type { LogLine } from "../environment/invocation.ts";
import type { FunctionSummary, InvokeParams, InvokeReply, LogsParams, RunnerEvent, RunnerStatus } from "./protocol.ts";

/** What a runner does for those who reach it by the control channel, or who run it in their own process. */
export interface ControlService {
  status(): RunnerStatus;
  functions(): Promise<FunctionSummary[]>;
  /** @throws Failure `function-unknown`, `event-invalid` and what `Dispatcher.invoke` throws */
  invoke(params: InvokeParams): Promise<InvokeReply>;
  logs(params: LogsParams): LogLine[];
  /** Calls back for every event until the returned function is called. */
  subscribe(listener: (event: RunnerEvent) => void): () => void;
}
