import { readFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { Failure } from "../../runner/model/failure.ts";
import { functionFiles } from "../scaffold/function-files.ts";
import { readLanguage } from "../scaffold/languages.ts";
import { addLaunchConfiguration } from "../scaffold/launch-configuration.ts";
import { handlerFileOf, type NewFunction, type ScaffoldedFile } from "../scaffold/new-function.ts";
import { sampleEventPath } from "../scaffold/project-files.ts";
import { addFunction, resourceNames } from "../scaffold/template-entry.ts";
import { editFile } from "../template/edit-file.ts";
import { regionOf } from "../workspace/region.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { completed, functionSteps, type Draft } from "./function-steps.ts";
import { chooseOne, runSteps, withAnswer, type Step } from "./steps.ts";
import { writeNewFiles } from "./write-files.ts";

interface Answers extends Draft {
  readonly workspace?: Workspace;
  /** Absolute path; one that is not there yet is made. */
  readonly template?: string;
}

/** A function that was made, and where. */
export interface MadeFunction {
  readonly workspace: Workspace;
  readonly fn: NewFunction;
  /** Absolute path. */
  readonly handlerFile: string;
}

/**
 * Asks for a new function and adds it to the workspace; undefined when the person left. Nothing is written before the
 * last question is answered, and no file is overwritten.
 *
 * @throws Failure `usage` for names that are taken, `template-unusable` for a template that can't be added to
 */
export async function newFunction(
  workspaces: readonly Workspace[],
  contentFolder: string,
): Promise<MadeFunction | undefined> {
  const [first, ...others] = workspaces;
  if (!first) {
    throw new Failure(
      "usage",
      'A function needs a folder to be in. Use "Lambda: New Project…", or open a folder first.',
    );
  }
  const names = new Map<string, readonly string[]>();
  for (const workspace of workspaces) {
    for (const template of templatesOf(workspace)) {
      names.set(template, resourceNames((await textOf(template)) ?? ""));
    }
  }
  const steps: Step<Answers>[] = [
    ...(others.length > 0 ? [chooseWorkspace(workspaces)] : []),
    ...(workspaces.some((workspace) => templatesOf(workspace).length > 1) ? [chooseTemplate] : []),
    ...functionSteps<Answers>({
      region: regionOf(first),
      takenNames: ({ template, workspace = first }) => names.get(template ?? templatesOf(workspace)[0] ?? "") ?? [],
    }),
  ];
  const answers = await runSteps<Answers>("New Lambda function", steps, { workspace: first });
  const fn = answers && completed(answers);
  if (!fn) return undefined;
  const { workspace = first } = answers;
  const template = answers.template ?? templatesOf(workspace)[0] ?? join(workspace.folder, "template.yaml");
  return { workspace, fn, handlerFile: await addToProject(workspace.folder, template, fn, contentFolder) };
}

/**
 * Writes a function's files beside a template and its entry into it.
 *
 * @returns the absolute path of the handler's file
 */
export async function addToProject(
  folder: string,
  template: string,
  fn: NewFunction,
  contentFolder: string,
): Promise<string> {
  const language = await readLanguage(fn.language, contentFolder);
  const files = await functionFiles(fn, contentFolder);
  const templateFolder = join(template, "..");
  const before = await textOf(template);
  // Tried first: what the template refuses must not leave files behind.
  const after = addFunction(before ?? "", fn, language);
  await writeNewFiles(templateFolder, files);
  if (before === undefined) await writeNewFiles(templateFolder, [plainFile(basename(template), after)]);
  else await editFile(template, (text) => addFunction(text, fn, language));
  await addLaunch(folder, fn, relative(folder, join(templateFolder, sampleEventPath(files))));
  return join(templateFolder, handlerFileOf(fn, language));
}

async function addLaunch(folder: string, { name }: NewFunction, eventPath: string): Promise<void> {
  const path = join(folder, ".vscode", "launch.json");
  const event = eventPath.replaceAll("\\", "/");
  if ((await textOf(path)) !== undefined) {
    await editFile(path, (text) => addLaunchConfiguration(text, name, event));
    return;
  }
  await writeNewFiles(folder, [plainFile(".vscode/launch.json", addLaunchConfiguration(undefined, name, event))]);
}

function plainFile(path: string, text: string): ScaffoldedFile {
  return { path, text, isExecutable: false };
}

/** Undefined for a file that is not there, or can't be read. */
async function textOf(file: string): Promise<string | undefined> {
  return await readFile(file, "utf8").catch(() => undefined);
}

function templatesOf({ state }: Workspace): string[] {
  return [...new Set(state.functions.map(({ template }) => template))];
}

function chooseWorkspace(workspaces: readonly Workspace[]): Step<Answers> {
  return async (answers, place) => {
    const choices = workspaces.map((workspace) => ({
      label: workspace.name,
      description: workspace.folder,
      value: workspace,
    }));
    const options = { placeholder: "Choose the folder", choices, current: answers.workspace };
    const outcome = await chooseOne(place, options);
    if (outcome.kind !== "done") return outcome;
    const [template] = templatesOf(outcome.value);
    return {
      kind: "done",
      value: { ...answers, workspace: outcome.value, ...(template === undefined ? {} : { template }) },
    };
  };
}

const chooseTemplate: Step<Answers> = async (answers, place) => {
  const { workspace } = answers;
  if (!workspace) return { kind: "skipped" };
  const choices = templatesOf(workspace).map((template) => ({
    label: relative(workspace.folder, template),
    value: template,
  }));
  if (choices.length < 2) return { kind: "skipped" };
  const options = { placeholder: "Choose the template that it goes into", choices, current: answers.template };
  const outcome = await chooseOne(place, options);
  return withAnswer(answers, "template", outcome);
};
