import { join } from "node:path";
import { fillPlaceholders } from "../scaffold/fill-placeholders.ts";
import { readLanguage } from "../scaffold/languages.ts";
import { codeFolderOf, type NewFunction } from "../scaffold/new-function.ts";
import { projectFiles } from "../scaffold/project-files.ts";
import { addToProject } from "./new-function.ts";
import { askParent, type MadeProject } from "./new-project.ts";
import { writeNewFiles } from "./write-files.ts";

const name = "lambda-sample";

/** Runs without a container engine and without a toolchain: TypeScript and JavaScript are all that it takes. */
const first: NewFunction = {
  name: "HelloApi",
  language: "typescript",
  trigger: "http-api",
  memoryMb: 256,
  architecture: process.arch === "arm64" ? "arm64" : "x86_64",
};
const others: readonly NewFunction[] = [
  { ...first, name: "QueueWorker", language: "python", trigger: "sqs" },
  { ...first, name: "HourlyJob", language: "javascript", trigger: "schedule", memoryMb: 128 },
];

/**
 * Asks where to, and makes a project with a few functions to look around in; undefined when the person left.
 *
 * @throws Failure `usage` when one of its files is there already
 */
export async function sampleProject(contentFolder: string): Promise<MadeProject | undefined> {
  const parent = await askParent(name);
  if (parent === undefined) return undefined;
  const folder = join(parent, name);
  await writeNewFiles(folder, await projectFiles({ name, function: first }, contentFolder));
  for (const fn of others) await addToProject(folder, join(folder, "template.yaml"), fn, contentFolder);
  const { handlerFile } = await readLanguage(first.language, contentFolder);
  return {
    folder,
    handlerFile: join(folder, codeFolderOf(first.name), fillPlaceholders(handlerFile, first.name)),
    fn: first,
  };
}
