import * as vscode from "vscode";

/** Each waits for a moment in which js-debug attaches to an environment, one after the other. */
export const attachMoments: readonly (() => Promise<void>)[] = [
  () => once(vscode.debug.onDidReceiveDebugSessionCustomEvent, ({ event }) => event === "lambdaEnvironment"),
  () => adapterMade((session) => isNode(session) && !isProgram(session)),
  () => once(vscode.debug.onDidStartDebugSession, (session) => isNode(session) && !isProgram(session)),
  () => adapterMade(isProgram),
  () => once(vscode.debug.onDidStartDebugSession, isProgram),
];

function isNode({ type }: vscode.DebugSession): boolean {
  return type === "pwa-node";
}

/** js-debug's own, below the one that attaches. */
function isProgram({ configuration }: vscode.DebugSession): boolean {
  return configuration["__pendingTargetId"] !== undefined;
}

function once<T>(event: vscode.Event<T>, isIt: (value: T) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const listener = event((value) => {
      if (!isIt(value)) return;
      listener.dispose();
      resolve();
    });
  });
}

/** VS Code asks for trackers when it has the adapter, before it says anything to it. */
function adapterMade(isIt: (session: vscode.DebugSession) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const factory = vscode.debug.registerDebugAdapterTrackerFactory("*", {
      createDebugAdapterTracker(session) {
        if (!isIt(session)) return undefined;
        factory.dispose();
        resolve();
        return undefined;
      },
    });
  });
}
