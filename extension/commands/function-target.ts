import { sep } from "node:path";
import { window, type QuickPickItem } from "vscode";
import type { FunctionSummary } from "../../runner/control/protocol.ts";
import { Failure } from "../../runner/model/failure.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { Workspaces } from "../workspace/workspaces.ts";

/** A function that a command is about. */
export interface FunctionTarget {
  readonly workspace: Workspace;
  readonly fn: FunctionSummary;
}

/**
 * The function that a command's argument names: a row of the tree, or `{ functionName, folder? }` from a key binding.
 * Without one: that of the file in the active editor if it is the only one with this handler, else the person chooses.
 * Undefined when the person chose none.
 *
 * @throws Failure `function-unknown` when there is none of that name, or none at all
 */
export async function functionTarget(
  workspaces: Workspaces,
  argument: unknown,
  title: string,
): Promise<FunctionTarget | undefined> {
  const targets = allTargets(workspaces);
  const { functionName, folder } = (argument ?? {}) as { functionName?: unknown; folder?: unknown };
  if (typeof functionName === "string") {
    const named = targets.filter(({ fn }) => fn.name === functionName || fn.logicalId === functionName);
    const found = named.find(({ workspace }) => folder === undefined || workspace.folder === folder);
    if (found) return found;
    throw new Failure(
      "function-unknown",
      `There is no function ${functionName}. The Lambda view lists those there are.`,
    );
  }
  const [first, second] = targets;
  if (!first) {
    const message = 'No function was found in this workspace. Make one with "Lambda: New Function…".';
    throw new Failure("function-unknown", message);
  }
  if (!second) return first;
  const file = window.activeTextEditor?.document.uri.fsPath;
  const handled = targets.filter(({ fn }) => fn.handlerFile === file);
  if (handled.length === 1) return handled[0];
  return await pick(title, nearestFirst(targets, file), workspaces.all.length > 1);
}

/** A command's handler for the function that it is about. */
export function forFunction(
  workspaces: Workspaces,
  title: string,
  work: (target: FunctionTarget, argument: unknown) => unknown,
): (argument: unknown) => Promise<void> {
  return async (argument) => {
    const target = await functionTarget(workspaces, argument, title);
    if (target) await work(target, argument);
  };
}

function allTargets(workspaces: Workspaces): FunctionTarget[] {
  return workspaces.all.flatMap((workspace) => workspace.state.functions.map((fn) => ({ workspace, fn })));
}

/** Functions whose code the active file belongs to come first. */
function nearestFirst(targets: readonly FunctionTarget[], file: string | undefined): FunctionTarget[] {
  const isNear = ({ fn }: FunctionTarget): boolean =>
    fn.codeFolder !== null && (file?.startsWith(fn.codeFolder + sep) ?? false);
  return [...targets.filter(isNear), ...targets.filter((target) => !isNear(target))];
}

async function pick(
  title: string,
  targets: readonly FunctionTarget[],
  showsFolder: boolean,
): Promise<FunctionTarget | undefined> {
  const items = targets.map((target): QuickPickItem & { target: FunctionTarget } => ({
    label: `$(symbol-function) ${target.fn.name}`,
    description: [target.fn.runtime ?? "container image", showsFolder ? target.workspace.name : ""]
      .filter((part) => part !== "")
      .join(" · "),
    target,
  }));
  const chosen = await window.showQuickPick(items, {
    title,
    placeHolder: "Choose a function",
    matchOnDescription: true,
  });
  return chosen?.target;
}
