import type { InvocationRecord, LogLine } from "../environment/invocation.ts";
import type {
  EnvironmentSummary,
  FunctionSummary,
  InvocationsParams,
  InvokeParams,
  InvokeReply,
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
  /** @throws Failure `function-unknown`, `event-invalid` and what `Dispatcher.invoke` throws */
  invoke(params: InvokeParams): Promise<InvokeReply>;
  logs(params: LogsParams): LogLine[];
  /** Calls back for every event until the returned function is called. */
  subscribe(listener: (event: RunnerEvent) => void): () => void;
}
