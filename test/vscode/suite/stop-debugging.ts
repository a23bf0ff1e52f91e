import * as vscode from "vscode";
import { until } from "./until.ts";

/** What has started and not ended. VS Code goes on to call a session the active one for a time when that has ended. */
const open = new Set<vscode.DebugSession>();
vscode.debug.onDidStartDebugSession((session) => open.add(session));
vscode.debug.onDidTerminateDebugSession((session) => open.delete(session));

/** Stops the session of ours as the debug tool bar does, and waits for the end of all that belongs to it. */
export async function stopDebugging(): Promise<void> {
  let session = vscode.debug.activeDebugSession;
  while (session?.parentSession) session = session.parentSession;
  if (!session || !open.has(session)) session = [...open].find(({ type }) => type === "lambda");
  // With none named, VS Code asks once for each session below it, and takes all but one of them for cancelled.
  if (session) await vscode.debug.stopDebugging(session);
  await until("the end of all sessions", () => {
    if (open.size === 0) return true;
    throw new Error([...open].map(({ name, type }) => `${name} of type ${type} goes on`).join());
  });
}

/** For the end of a suite: no breakpoint is left, and no session, whatever has failed. */
export async function leaveNoDebugging(): Promise<void> {
  vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  // As a person does who sees one left.
  await stopDebugging().catch(() => vscode.debug.stopDebugging());
}
