import * as vscode from "vscode";

/** Presses the first button of the newest message, which may be one that shows progress; nothing when there is none. */
export async function acceptNewestMessage(): Promise<void> {
  await vscode.commands.executeCommand("notification.acceptPrimaryAction");
}

/** So that the next message is the only one. */
export async function clearMessages(): Promise<void> {
  await vscode.commands.executeCommand("notifications.clearAll");
}
