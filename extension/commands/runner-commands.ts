import {
  ConfigurationTarget,
  ProgressLocation,
  Uri,
  window,
  workspace as vscodeWorkspace,
  type LogOutputChannel,
} from "vscode";
import { withLateProgress } from "../late-progress.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import type { CommandTable } from "./register-commands.ts";

/** The runner's life, and what it runs functions with. */
export function runnerCommands(workspaces: Workspaces, output: LogOutputChannel): CommandTable {
  const isRunning = ({ state }: Workspace): boolean => ["running", "starting"].includes(state.runner.kind);
  return {
    startRunner: async () => {
      const workspace = await pickWorkspace(workspaces.all.filter((each) => !isRunning(each)));
      if (workspace) await startWithProgress(workspace);
    },
    stopRunner: async () => {
      const workspace = await pickWorkspace(workspaces.all.filter(isRunning));
      if (workspace) await withWindowProgress("Stopping the Lambda runner", () => workspace.stop());
    },
    restartRunner: async () => {
      const workspace = await pickWorkspace(workspaces.all.filter(isRunning));
      if (workspace) await withWindowProgress("Restarting the Lambda runner", () => workspace.restart());
    },
    cleanUpEnvironments: async () => {
      const stopped = await withWindowProgress("Cleaning up environments", async () => {
        const clients = workspaces.all.map(({ client }) => client).filter((client) => client !== undefined);
        const counts = await Promise.all(clients.map((client) => client.cleanUp()));
        return counts.reduce((sum, count) => sum + count.stopped, 0);
      });
      const text =
        stopped === 0
          ? "No environment was idle."
          : `${stopped} idle ${stopped === 1 ? "environment was" : "environments were"} stopped. The next call is a cold start.`;
      void window.showInformationMessage(text);
    },
    chooseEngine: async () => {
      const workspace = await pickWorkspace(workspaces.all);
      if (workspace) await chooseEngine(workspace);
    },
    showRunnerOutput: () => output.show(true),
  };
}

/** Starts a folder's runner; cancelling ends it again. */
export async function startWithProgress(workspace: Workspace): Promise<void> {
  await withLateProgress("Starting the Lambda runner", async (signal) => {
    signal.addEventListener("abort", () => void workspace.stop());
    await workspace.runner();
  });
}

async function chooseEngine(workspace: Workspace): Promise<void> {
  const settings = vscodeWorkspace.getConfiguration("pilotlight", Uri.file(workspace.folder));
  const current = settings.get<string>("engine", "auto");
  const engines = [
    { id: "auto", label: "Automatic", detail: "Containers when a container engine answers, else processes" },
    { id: "container", label: "Containers", detail: "AWS's own images; needs Docker, Podman, Finch or another engine" },
    {
      id: "process",
      label: "Processes",
      detail: "Node.js, Python and custom runtimes of this machine; nothing to install",
    },
  ];
  const items = engines.map((engine) => ({ ...engine, description: engine.id === current ? "current" : "" }));
  const title = "Choose the engine that runs functions";
  const chosen = await window.showQuickPick(items, { title, matchOnDetail: true });
  if (!chosen || chosen.id === current) return;
  // Stopped before the setting changes: nobody has to be told that a runner has the old one.
  const wasRunning = workspace.client !== undefined;
  await workspace.stop();
  await settings.update("engine", chosen.id, ConfigurationTarget.WorkspaceFolder);
  if (wasRunning) await withWindowProgress("Restarting the Lambda runner", () => workspace.runner());
}

async function pickWorkspace(candidates: readonly Workspace[]): Promise<Workspace | undefined> {
  const withFunctions = candidates.filter(({ state }) => state.functions.length > 0);
  const [first, second] = withFunctions.length > 0 ? withFunctions : candidates;
  if (!second) return first;
  const items = withFunctions.map((workspace) => ({ label: workspace.name, description: workspace.folder, workspace }));
  return (await window.showQuickPick(items, { title: "Choose the folder" }))?.workspace;
}

async function withWindowProgress<T>(title: string, work: () => Promise<T>): Promise<T> {
  return await window.withProgress({ location: ProgressLocation.Window, title }, work);
}
