import { homedir } from "node:os";
import { basename, join } from "node:path";
import { Uri, window, workspace as vscodeWorkspace } from "vscode";
import { fillPlaceholders } from "../scaffold/fill-placeholders.ts";
import { readLanguage } from "../scaffold/languages.ts";
import { codeFolderOf, type NewFunction } from "../scaffold/new-function.ts";
import { projectFiles } from "../scaffold/project-files.ts";
import { functionSteps, type Draft } from "./function-steps.ts";
import { enterText, runSteps, type Step } from "./steps.ts";
import { writeNewFiles } from "./write-files.ts";

interface Answers extends Draft {
  readonly projectName?: string;
}

/** A project that was made. Paths are absolute. */
export interface MadeProject {
  readonly folder: string;
  readonly handlerFile: string;
  readonly fn: NewFunction;
}

/**
 * Asks for a project with its first function, and where it goes; undefined when the person left.
 *
 * @throws Failure `usage` when one of its files is there already
 */
export async function newProject(region: string, contentFolder: string): Promise<MadeProject | undefined> {
  const steps: Step<Answers>[] = [...functionSteps<Answers>({ region, takenNames: () => [] }), enterProjectName];
  const answers = await runSteps<Answers>("New Lambda project", steps, {});
  const { name, language, trigger, memoryMb, architecture, projectName } = answers ?? {};
  if (!name || !language || !trigger || !memoryMb || !architecture || !projectName) return undefined;
  const parent = await askParent(projectName);
  if (parent === undefined) return undefined;
  const fn: NewFunction = { name, language, trigger, memoryMb, architecture };
  const folder = join(parent, projectName);
  await writeNewFiles(folder, await projectFiles({ name: projectName, function: fn }, contentFolder));
  const { handlerFile } = await readLanguage(language, contentFolder);
  return {
    folder,
    handlerFile: join(folder, codeFolderOf(name), fillPlaceholders(handlerFile, name)),
    fn,
  };
}

/** The folder that a project's own folder goes into. */
export async function askParent(projectName: string): Promise<string | undefined> {
  const open = vscodeWorkspace.workspaceFolders?.[0]?.uri;
  const [chosen] =
    (await window.showOpenDialog({
      title: `Choose where the folder ${projectName} goes`,
      openLabel: `Create ${projectName} Here`,
      canSelectFiles: false,
      canSelectFolders: true,
      defaultUri: open?.scheme === "file" ? Uri.file(join(open.fsPath, "..")) : Uri.file(homedir()),
    })) ?? [];
  return chosen?.fsPath;
}

const enterProjectName: Step<Answers> = async (answers, place) => {
  const outcome = await enterText(place, {
    prompt: "Name of the project, and of its folder",
    value: answers.projectName ?? "lambda-functions",
    problem: (name) =>
      /^[\w][\w.-]*$/.test(name) && basename(name) === name
        ? undefined
        : "Letters, digits, dashes, dots and underscores, such as order-service",
  });
  return outcome.kind === "done" ? { kind: "done", value: { ...answers, projectName: outcome.value } } : outcome;
};
