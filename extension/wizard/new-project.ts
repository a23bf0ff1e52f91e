import { homedir } from "node:os";
import { basename, join } from "node:path";
import { Uri, window, workspace as vscodeWorkspace } from "vscode";
import { readLanguage } from "../scaffold/languages.ts";
import { handlerFileOf, type NewFunction } from "../scaffold/new-function.ts";
import { projectFiles } from "../scaffold/project-files.ts";
import { completed, functionSteps, type Draft } from "./function-steps.ts";
import { enterText, runSteps, withAnswer, type Step } from "./steps.ts";
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
  const fn = answers && completed(answers);
  if (!fn || !answers.projectName) return undefined;
  const parent = await askParent(answers.projectName);
  return parent === undefined ? undefined : await writeProject(parent, answers.projectName, fn, contentFolder);
}

/**
 * Writes a project with one function.
 *
 * @param parent absolute path of the folder that the project's own goes into
 * @throws Failure `usage` when one of its files is there already
 */
export async function writeProject(
  parent: string,
  name: string,
  fn: NewFunction,
  contentFolder: string,
): Promise<MadeProject> {
  const folder = join(parent, name);
  await writeNewFiles(folder, await projectFiles({ name, function: fn }, contentFolder));
  const language = await readLanguage(fn.language, contentFolder);
  return { folder, handlerFile: join(folder, handlerFileOf(fn, language)), fn };
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
  return withAnswer(answers, "projectName", outcome);
};
