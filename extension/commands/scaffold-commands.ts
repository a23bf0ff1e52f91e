import { join } from "node:path";
import { commands, Uri, window, type Memento } from "vscode";
import { defaultRegion } from "../../runner/model/default-region.ts";
import type { Boundary } from "../boundary.ts";
import type { Explorer } from "../explorer/explorer.ts";
import { readLanguage } from "../scaffold/languages.ts";
import { codeFolderOf } from "../scaffold/new-function.ts";
import { newFunction, type MadeFunction } from "../wizard/new-function.ts";
import { newProject, type MadeProject } from "../wizard/new-project.ts";
import { sampleProject } from "../wizard/sample-project.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import type { CommandTable } from "./register-commands.ts";

export interface ScaffoldOptions {
  readonly workspaces: Workspaces;
  readonly explorer: Explorer;
  readonly boundary: Boundary;
  /** Absolute path of what functions are made from. */
  readonly contentFolder: string;
  /** Outlives the window, which opening a folder replaces. */
  readonly memento: Memento;
}

/** Making projects and functions. */
export function scaffoldCommands(options: ScaffoldOptions): CommandTable {
  const { workspaces, contentFolder, memento } = options;
  return {
    newProject: async () => openProject(await newProject(defaultRegion(process.env), contentFolder), memento),
    openSample: async () => openProject(await sampleProject(contentFolder), memento),
    newFunction: async () => {
      const made = await newFunction(workspaces.all, contentFolder);
      if (made) await showMade(made, options);
    },
  };
}

const openNext = "openNext";

/** Opens a new project's folder; its window goes on with `openMadeProject`. */
async function openProject(made: MadeProject | undefined, memento: Memento): Promise<void> {
  if (!made) return;
  await memento.update(openNext, made);
  await commands.executeCommand("vscode.openFolder", Uri.file(made.folder), { forceReuseWindow: true });
}

/** Shows the function of a project that was made in the window that this one has replaced. */
export async function openMadeProject(options: ScaffoldOptions): Promise<void> {
  const { workspaces, memento } = options;
  const made = memento.get<MadeProject>(openNext);
  const workspace = made && workspaces.find(made.folder);
  if (!workspace) return;
  await memento.update(openNext, undefined);
  await showMade({ ...made, workspace }, options);
}

/**
 * Shows a function's row in the tree and its code, and offers what comes next. The code comes last and keeps the focus:
 * VS Code asks for no lenses of an editor that loses it at once.
 */
async function showMade(
  made: MadeFunction,
  { workspaces, explorer, boundary, contentFolder }: ScaffoldOptions,
): Promise<void> {
  await workspaces.refresh();
  await commands.executeCommand("pilotlight.functions.focus");
  await explorer.reveal(made.workspace.folder, made.fn.name);
  await window.showTextDocument(Uri.file(made.handlerFile));
  // The person may look at the message for as long as they like.
  boundary.background("Offering what comes next", () => offerNext(made, contentFolder));
}

async function offerNext({ fn, workspace }: MadeFunction, contentFolder: string): Promise<void> {
  const { setupCommand, testCommand } = await readLanguage(fn.language, contentFolder);
  const invoke = "Invoke";
  const install = "Install Packages";
  const runTest = "Run Unit Test";
  const offers = setupCommand === undefined ? [invoke, runTest] : [invoke, install, runTest];
  const chosen = await window.showInformationMessage(`${fn.name} is ready.`, ...offers);
  if (chosen === undefined) return;
  if (chosen === invoke) {
    await commands.executeCommand("pilotlight.invoke", { functionName: fn.name, folder: workspace.folder });
    return;
  }
  const wanted = chosen === install ? [setupCommand] : [setupCommand, testCommand];
  const terminal = window.createTerminal({ name: fn.name, cwd: join(workspace.folder, codeFolderOf(fn.name)) });
  terminal.show();
  terminal.sendText(wanted.filter((command) => command !== undefined).join(" && "));
}
