import assert from "node:assert/strict";
import { join } from "node:path";
import * as vscode from "vscode";
import type { ExtensionApi } from "../../../extension/extension.ts";
import type { Workspace } from "../../../extension/workspace/workspace.ts";
import type { WorkspaceState } from "../../../extension/workspace/workspace-state.ts";
import { until } from "./until.ts";

/** What the extension lets suites look at; activates it if nothing did yet. */
export async function pilotLight(): Promise<ExtensionApi> {
  const extension = vscode.extensions.getExtension<ExtensionApi>("pilotlight.pilotlight");
  assert.ok(extension);
  return await extension.activate();
}

/** The window's only, or first, folder once its functions are known. */
export async function listedWorkspace(): Promise<Workspace> {
  const { workspaces } = await pilotLight();
  return await until("the functions", () => workspaces.all.find(({ state }) => state.functions.length > 0));
}

/** Absolute path of a file in the window's first folder. */
export function inFolder(...parts: readonly string[]): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return join(folder.uri.fsPath, ...parts);
}

/** Runs a command of ours, by its id without `pilotlight.`. */
export async function run(command: string, argument?: unknown): Promise<void> {
  await vscode.commands.executeCommand(`pilotlight.${command}`, argument);
}

/** Waits for a state of the runner. */
export async function runnerToBe<Kind extends WorkspaceState["runner"]["kind"]>(
  workspace: Workspace,
  kind: Kind,
): Promise<Extract<WorkspaceState["runner"], { kind: Kind }>> {
  return await until(`a runner that is ${kind}`, () => {
    const { runner } = workspace.state;
    if (runner.kind === kind) return runner as Extract<WorkspaceState["runner"], { kind: Kind }>;
    throw new Error(`it is ${JSON.stringify(runner)}`);
  });
}

/** Process id of the runner that is connected. */
export function runnerPid(workspace: Workspace | undefined): number {
  const runner = workspace?.state.runner;
  assert.equal(runner?.kind, "running");
  return runner.status.pid;
}
