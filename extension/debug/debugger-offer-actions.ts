import { commands, extensions, window } from "vscode";
import type { DebuggerOfferActions } from "./debugger-offer.ts";

/** With what VS Code has: its messages and its extensions. */
export const debuggerOfferActions: DebuggerOfferActions = { isInstalled, ask, install };

function isInstalled(id: string): boolean {
  return extensions.getExtension(id) !== undefined;
}

async function ask(message: string): Promise<boolean> {
  return (await window.showWarningMessage(message, "Install")) !== undefined;
}

/** It is known here a moment after its installation. */
const patienceMs = 10_000;

async function install(id: string): Promise<void> {
  const known = Promise.withResolvers<undefined>();
  const listening = extensions.onDidChange(() => {
    if (isInstalled(id)) known.resolve(undefined);
  });
  const late = setTimeout(() => known.resolve(undefined), patienceMs);
  try {
    await commands.executeCommand("workbench.extensions.installExtension", id);
    if (!isInstalled(id)) await known.promise;
  } finally {
    clearTimeout(late);
    listening.dispose();
  }
}
