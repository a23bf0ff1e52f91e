import type { Invocations } from "../invoke/invocations.ts";
import type { FunctionLogs } from "../logs/function-logs.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import { forFunction } from "./function-target.ts";
import type { CommandTable } from "./register-commands.ts";

/** Calling functions, and what came of it. */
export function invokeCommands(workspaces: Workspaces, invocations: Invocations, logs: FunctionLogs): CommandTable {
  return {
    invoke: forFunction(workspaces, "Invoke", (target) => invocations.invoke(target)),
    invokeWithEvent: forFunction(workspaces, "Invoke with Event", (target, argument) =>
      // The row of a saved event is the event to use.
      invocations.invokeWithEvent(target, (argument as { path?: string } | undefined)?.path),
    ),
    repeatLastInvocation: () => invocations.repeatLast(),
    openInvocation: forFunction(workspaces, "Open Invocation", (target, argument) =>
      invocations.open(target, (argument as { requestId: string }).requestId),
    ),
    showLogs: forFunction(workspaces, "Show Logs", (target) => logs.show(target)),
  };
}
