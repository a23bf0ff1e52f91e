import { join } from "node:path";
import { commands, Uri, window, type Memento } from "vscode";
import type { Boundary } from "../boundary.ts";
import { readLanguage } from "../scaffold/languages.ts";
import { codeFolderOf } from "../scaffold/new-function.ts";
import { newFunction, type MadeFunction } from "../wizard/new-function.ts";
import { newProject, type MadeProject } from "../wizard/new-project.ts";
import { sampleProject } from "../wizard/sample-project.ts";
import { defaultRegion } from "../workspace/region.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import type { CommandTable } from "./register-commands.ts";

export interface ScaffoldOptions {
  readonly workspaces: Workspaces;
  readonly boundary: Boundary;
  /** Absolute path of what functions are made from. */
  readonly contentFolder: string;
  /** Outlives the window, which opening a folder replaces. */
  readonly memento: Memento;
}

/** Making projects and functions. */
export function scaffoldCommands({ workspaces, boundary, contentFolder, memento }: ScaffoldOptions): CommandTable {
  return {
    newProject: async () => openProject(await newProject(defaultRegion(), contentFolder), memento),
    openSample: async () => openProject(await sampleProject(contentFolder), memento),
    newFunction: async () => {
      const made = await newFunction(workspaces.all, contentFolder);
      if (!made) return;
      await made.workspace.refresh();
      await window.showTextDocument(Uri.file(made.handlerFile));
      // The person may look at the message for as long as they like.
      boundary.background("Offering what comes next", () => offerNext(made, contentFolder));
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

/** Shows the handler of a project that was made in the window that this one has replaced. */
export async function openMadeProject(workspaces: Workspaces, memento: Memento): Promise<void> {
  const made = memento.get<MadeProject>(openNext);
  if (!made || !workspaces.find(made.folder)) return;
  await memento.update(openNext, undefined);
  await window.showTextDocument(Uri.file(made.handlerFile));
  await commands.executeCommand("pilotlight.functions.focus");
}

async function offerNext({ fn, workspace }: MadeFunction, contentFolder: string): Promise<void> {
  const { setupCommand, testCommand } = await readLanguage(fn.language, contentFolder);
  const invoke = "Invoke";
  const runTest = "Run Unit Test";
  const chosen = await window.showInformationMessage(`${fn.name} is ready.`, invoke, runTest);
  if (chosen === invoke) {
    await commands.executeCommand("pilotlight.invoke", { functionName: fn.name, folder: workspace.folder });
  }
  if (chosen === runTest) {
    const cwd = join(workspace.folder, codeFolderOf(fn.name));
    const terminal = window.createTerminal({ name: `Test ${fn.name}`, cwd });
    terminal.show();
    terminal.sendText([setupCommand, testCommand].filter((command) => command !== undefined).join(" && "));
  }
}
