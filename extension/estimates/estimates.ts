import { createRequire } from "node:module";
import { join } from "node:path";
import { Uri, workspace as vscodeWorkspace } from "vscode";
import type { OwnProcesses } from "../../runner/control/own-process.ts";
import type { Calibration } from "../../runner/control/protocol.ts";
import type { Boundary } from "../boundary.ts";
import { calibrationsNotification } from "../language-server/protocol.ts";
import { Scope } from "../scope.ts";
import { regionOf } from "../workspace/region.ts";
import { projectArguments, readRunnerSettings, type RunnerSettings } from "../workspace/runner-settings.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import { earlierRuns } from "./earlier-runs.ts";
import { FolderFeed, type FeedOptions } from "./folder-feed.ts";
import type * as LanguageClientBundle from "./language-client.ts";
import type { RunningServer } from "./language-client.ts";

/**
 * Figures and advice beside the code: a language server, started once there is a function to speak of, and told what the
 * window knows of functions.
 *
 * @param dist absolute path of the folder with the extension's programs
 */
export function showEstimates(
  workspaces: Workspaces,
  processes: OwnProcesses,
  boundary: Boundary,
  dist: string,
): Scope {
  const scope = new Scope();
  const feeds = new Map<string, FolderFeed>();
  const calibrations = new Map<string, Calibration>();
  let server: RunningServer | undefined;
  let isStarted = false;

  const options: FeedOptions = {
    tell: (notification, params) => server?.tell(notification, params),
    regionOf,
    onCalibrations: (told) => {
      for (const each of told) calibrations.set(`${each.runtime} ${each.engine}`, each);
      tellCalibrations();
    },
    earlierRuns: async (folder) =>
      vscodeWorkspace.isTrusted
        ? await earlierRuns(processes, folder, projectArguments(settingsOf(folder), folder))
        : undefined,
    boundary,
  };
  const tellCalibrations = (): void => {
    server?.tell(calibrationsNotification, { calibrations: [...calibrations.values()] });
  };
  const onRunning = (running: RunningServer): void => {
    server = running;
    tellCalibrations();
    for (const feed of feeds.values()) feed.tellAnew();
  };
  const start = async (): Promise<void> => {
    const load = createRequire(join(dist, "extension.cjs"));
    const { startLanguageServer } = load("./language-client.cjs") as typeof LanguageClientBundle;
    scope.own(await startLanguageServer(join(dist, "language-server.js"), onRunning));
  };
  const update = (): void => {
    const folders = new Map(workspaces.all.map((workspace) => [workspace.folder, workspace]));
    for (const [folder, feed] of feeds) {
      if (folders.has(folder)) continue;
      feed.dispose();
      feeds.delete(folder);
    }
    for (const [folder, workspace] of folders) {
      if (!feeds.has(folder)) feeds.set(folder, new FolderFeed(workspace, options));
    }
    if (!isStarted && workspaces.all.some(({ state }) => state.functions.length > 0)) {
      isStarted = true;
      boundary.background("Starting the language server", start);
    }
    if (server) for (const feed of feeds.values()) feed.update();
  };
  scope.own(workspaces.onDidChange(update));
  // Until then, nothing that was left of the folder is read.
  scope.own(
    vscodeWorkspace.onDidGrantWorkspaceTrust(() => {
      if (server) for (const feed of feeds.values()) feed.tellAnew();
    }),
  );
  scope.own(workspaces.onEvent(({ workspace, event }) => feeds.get(workspace.folder)?.onEvent(event)));
  scope.own({
    dispose: () => {
      for (const feed of feeds.values()) feed.dispose();
    },
  });
  update();
  return scope;
}

function settingsOf(folder: string): RunnerSettings {
  const settings = vscodeWorkspace.getConfiguration("pilotlight", Uri.file(folder));
  return readRunnerSettings((name) => settings.get(name));
}
