import { window } from "vscode";
import type { Explorer } from "../explorer/explorer.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import type { CommandTable } from "./register-commands.ts";

/** What is about the tree itself. */
export function explorerCommands(workspaces: Workspaces, explorer: Explorer): CommandTable {
  return {
    refresh: () => workspaces.refresh(),
    filterFunctions: async () => {
      const text = await window.showInputBox({
        title: "Filter functions",
        value: explorer.filter,
        placeHolder: "Part of a name, a runtime or a trigger: orders python sqs",
      });
      if (text !== undefined) explorer.filter = text;
    },
    clearFilter: () => {
      explorer.filter = "";
    },
  };
}
