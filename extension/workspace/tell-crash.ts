import { window, type LogOutputChannel } from "vscode";
import type { Boundary } from "../boundary.ts";
import type { Workspace } from "./workspace.ts";

/** Says that a runner ended by itself, why, and offers to start it again. */
export function tellCrash(boundary: Boundary, workspace: Workspace, reason: string, output: LogOutputChannel): void {
  const lastLine = reason.split("\n").at(-1) ?? reason;
  boundary.background("Telling of a crash", async () => {
    const message = `The Lambda runner of ${workspace.name} ended unexpectedly: ${lastLine}`;
    const chosen = await window.showErrorMessage(message, "Restart", "Show Output");
    if (chosen === "Show Output") output.show();
    if (chosen === "Restart") await boundary.run("Restarting the runner", () => workspace.runner());
  });
}
