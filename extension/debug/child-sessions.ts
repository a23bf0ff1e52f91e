import {
  debug,
  DebugConsoleMode,
  type DebugConfiguration,
  type DebugSessionCustomEvent,
  type Disposable,
} from "vscode";
import { Failure } from "../../runner/model/failure.ts";
import type { Boundary } from "../boundary.ts";

/**
 * Attaches the language's own debugger to each environment that a session of ours tells of. Such a session ends with its
 * environment, and the one that it belongs to goes on.
 */
export function startChildSessions(boundary: Boundary): Disposable {
  return debug.onDidReceiveDebugSessionCustomEvent((event) => {
    if (event.session.type !== "lambda" || event.event !== "lambdaEnvironment") return;
    void boundary.run("Attaching the debugger", () => attach(event));
  });
}

async function attach({ session, body }: DebugSessionCustomEvent): Promise<void> {
  const { configuration } = body as { configuration: DebugConfiguration };
  const didStart = await debug.startDebugging(session.workspaceFolder, configuration, {
    parentSession: session,
    lifecycleManagedByParent: true,
    consoleMode: DebugConsoleMode.MergeWithParent,
    compact: true,
    // Nobody asked for anything at this moment: a reload or a call did it.
    suppressSaveBeforeStart: true,
    suppressDebugView: true,
  });
  if (didStart) return;
  const message = `The debugger "${configuration.type}" could not be attached to ${configuration.name}. See that its extension is enabled, then restart debugging.`;
  throw new Failure("debug-unavailable", message);
}
