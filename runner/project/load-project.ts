import path from "node:path";
import { Failure } from "../model/failure.ts";
import type { LambdaFunction, Project } from "../model/function.ts";
import { readFunctions } from "../model/template/functions.ts";
import { collectLayers } from "../model/template/layers.ts";
import type { Stack } from "../model/template/stack.ts";
import { completeFunction } from "./complete-function.ts";
import { loadEnvironmentOverrides, type EnvironmentOverrides } from "./environment-overrides.ts";
import { findTemplates, maxDepth, skippedFolders } from "./find-templates.ts";
import { loadStack, unreadableStack } from "./load-stack.ts";
import { nameFunctions } from "./name-functions.ts";
import { problemsInOrder, reportNoFunctions, reportUnknownParameters, unusedOverrides } from "./project-problems.ts";
import { whyUnreadable } from "./why-unreadable.ts";

export interface LoadOptions {
  /** The workspace folder. */
  readonly root: string;
  /** Templates to load, absolute or relative to `root`, instead of those found. */
  readonly templates?: readonly string[];
  readonly parameterOverrides?: Readonly<Record<string, string>>;
  /** From `loadEnvironmentOverrides`; when left out, the workspace's `.env` alone counts. */
  readonly environmentOverrides?: EnvironmentOverrides;
  /** Decides which runtimes are deprecated; now, when left out. */
  readonly today?: Date;
  /** `us-east-1` when left out; callers pass `AWS_REGION` or `AWS_DEFAULT_REGION`. */
  readonly region?: string;
  /** `123456789012` when left out. */
  readonly accountId?: string;
  /** `local` when left out. */
  readonly stackName?: string;
}

/**
 * Loads the functions of a workspace's templates. What is wrong in them becomes problems, and everything else loads.
 *
 * @throws Failure `template-unusable` when a named template can't be read, or when the workspace has none
 */
export async function loadProject(options: LoadOptions): Promise<Project> {
  const root = path.resolve(options.root);
  const { region = "us-east-1", accountId = "123456789012", stackName = "local", parameterOverrides = {} } = options;
  const named = options.templates?.map((template) => path.resolve(root, template)) ?? [];
  const files = named.length > 0 ? named : await findTemplates(root);
  if (files.length === 0) throw noTemplate(root);
  const overrides = options.environmentOverrides ?? (await loadEnvironmentOverrides({ root }));

  const tops = await loadStacks(files, { region, accountId, stackName }, parameterOverrides, named.length > 0);
  const stacks = tops.flatMap(withNested);
  const today = options.today ?? new Date();
  const declarations = tops.flatMap((top) => {
    const layersByArn = collectLayers(top);
    return withNested(top).flatMap((stack) => readFunctions(stack, { layersByArn, today }));
  });
  reportNoFunctions(tops, declarations);
  reportUnknownParameters(tops, parameterOverrides);

  const functions: Omit<LambdaFunction, "problems">[] = [];
  for (const { name, declaration } of nameFunctions(declarations)) {
    functions.push(await completeFunction(name, declaration, overrides, stacks));
  }
  const problems = problemsInOrder(stacks);
  return {
    root,
    templates: [...new Set(stacks.map(({ template }) => template.file))],
    functions: functions.map((fn) => ({
      ...fn,
      problems: problems.filter(({ file, logicalId }) => file === fn.template && logicalId === fn.logicalId),
    })),
    problems: [...problems, ...overrides.problems, ...unusedOverrides(overrides, functions)],
    region,
    accountId,
  };
}

type Pseudo = Parameters<typeof loadStack>[1];

/** The stacks that are not nested in another of them. */
async function loadStacks(
  files: readonly string[],
  pseudo: Pseudo,
  parameters: Readonly<Record<string, string>>,
  areNamed: boolean,
): Promise<Stack[]> {
  const stacks: Stack[] = [];
  for (const file of new Set(files)) {
    if (stacks.some((stack) => nestedFiles(stack).includes(file))) continue;
    const stack = await loadStack(file, pseudo, parameters).catch((cause: unknown) => {
      const reason = whyUnreadable(cause);
      if (!areNamed) return unreadableStack(file, pseudo, reason);
      throw unreadable(file, reason, cause);
    });
    stacks.push(stack);
  }
  // A template that another one nests is part of that one, whichever was found first.
  return stacks.filter((stack) => !stacks.some((other) => nestedFiles(other).includes(stack.template.file)));
}

function withNested(stack: Stack): Stack[] {
  return [stack, ...[...stack.children.values()].flatMap(withNested)];
}

function nestedFiles(stack: Stack): string[] {
  return withNested(stack)
    .slice(1)
    .map(({ template }) => template.file);
}

function noTemplate(root: string): Failure {
  const skipped = [...skippedFolders].join(", ");
  return new Failure(
    "template-unusable",
    `No template was found: there is no template.yaml, template.yml or template.json in ${root} or up to ${maxDepth} folders below it (${skipped} are not looked into). Add one, or name a template with --template.`,
  );
}

function unreadable(file: string, reason: string, cause: unknown): Failure {
  return new Failure(
    "template-unusable",
    `The template ${file} can't be read: ${reason}. Correct the path or the file's permissions.`,
    { cause },
  );
}
