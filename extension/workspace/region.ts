import { Uri, workspace as vscodeWorkspace } from "vscode";
import type { FunctionSummary } from "../../runner/control/protocol.ts";
import { defaultRegion } from "../../runner/model/default-region.ts";
import type { SampleContext } from "../../runner/model/sample-events/sample-events.ts";
import type { Workspace } from "./workspace.ts";

/** The region that functions of a workspace believe to be in: the same one as the runner's. */
export function regionOf({ folder }: Pick<Workspace, "folder">): string {
  const set = vscodeWorkspace.getConfiguration("pilotlight", Uri.file(folder)).get<string>("region", "");
  return set === "" ? defaultRegion(process.env) : set;
}

export function sampleContextOf(workspace: Workspace, fn: FunctionSummary): SampleContext {
  return { region: regionOf(workspace), accountId: "123456789012", functionName: fn.name };
}
