import * as vscode from "vscode";
import { until } from "./until.ts";

/** Stops the session of ours as the debug tool bar does, and waits for the end of all that belongs to it. */
export async function stopDebugging(): Promise<void> {
  let session = vscode.debug.activeDebugSession;
  while (session?.parentSession) session = session.parentSession;
  // With none named, VS Code asks once for each session below it, and takes all but one of them for cancelled.
  if (session) await vscode.debug.stopDebugging(session);
  await until("the end of all sessions", () => {
    const left = vscode.debug.activeDebugSession;
    if (left) throw new Error(`${left.name} of type ${left.type} goes on`);
    return true;
  });
}
