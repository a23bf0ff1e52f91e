import { MarkdownString, StatusBarAlignment, ThemeColor, window } from "vscode";
import { Scope } from "../scope.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import { runnerStatus } from "./runner-status.ts";

/** Keeps the item in the status bar as the runners are. */
export function showRunnerStatus(workspaces: Workspaces): Scope {
  const scope = new Scope();
  const item = scope.own(window.createStatusBarItem("pilotlight.runner", StatusBarAlignment.Left, 50));
  item.name = "Lambda Runner";
  const update = (): void => {
    const status = runnerStatus(workspaces.all.map(({ state }) => state));
    if (!status) {
      item.hide();
      return;
    }
    item.text = status.text;
    item.tooltip = new MarkdownString(status.tooltip);
    item.command = status.command;
    item.backgroundColor = status.severity === "error" ? new ThemeColor("statusBarItem.errorBackground") : undefined;
    item.show();
  };
  scope.own(workspaces.onDidChange(update));
  update();
  return scope;
}
