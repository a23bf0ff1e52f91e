import { join } from "node:path";
import type { NewFunction } from "../scaffold/new-function.ts";
import { ownArchitecture } from "./function-steps.ts";
import { addToProject } from "./new-function.ts";
import { askParent, writeProject, type MadeProject } from "./new-project.ts";

const name = "lambda-sample";

/** Runs without a container engine and without a toolchain: TypeScript and JavaScript are all that it takes. */
const first: NewFunction = {
  name: "HelloApi",
  language: "typescript",
  trigger: "http-api",
  memoryMb: 256,
  architecture: ownArchitecture,
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
  const made = await writeProject(parent, name, first, contentFolder);
  for (const fn of others) await addToProject(made.folder, join(made.folder, "template.yaml"), fn, contentFolder);
  return made;
}
