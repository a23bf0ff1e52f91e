import { Uri, window, workspace as vscodeWorkspace, type Disposable } from "vscode";
import type { Boundary } from "../boundary.ts";
import { runnerSettingNames } from "./runner-settings.ts";
import type { Workspaces } from "./workspaces.ts";

/** Reads projects anew when their settings change, and offers to restart runners that have the old ones. */
export function followSettings(boundary: Boundary, workspaces: Workspaces): Disposable {
  return vscodeWorkspace.onDidChangeConfiguration((change) => {
    for (const workspace of workspaces.all) {
      const uri = Uri.file(workspace.folder);
      if (!runnerSettingNames.some((name) => change.affectsConfiguration(`pilotlight.${name}`, uri))) continue;
      boundary.background("Reading the templates", () => workspace.refresh());
      if (!workspace.client) continue;
      boundary.background("Offering a restart", async () => {
        const message = `The Lambda runner of ${workspace.name} still has the old settings.`;
        if ((await window.showInformationMessage(message, "Restart Runner")) === undefined) return;
        await boundary.run("Restarting the runner", () => workspace.restart());
      });
    }
  });
}
