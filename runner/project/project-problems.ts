import type { FunctionDeclaration } from "../model/template/function-declaration.ts";
import type { LambdaFunction } from "../model/function.ts";
import { startOfFile, type Problem } from "../model/problem.ts";
import type { Stack } from "../model/template/stack.ts";
import { childOf } from "../model/template/template-node.ts";
import type { EnvironmentOverrides } from "./environment-overrides.ts";

/** The problems of all stacks in file order. A template that is nested twice says what is wrong with it once. */
export function problemsInOrder(stacks: readonly Stack[]): Problem[] {
  const seen = new Set<string>();
  return stacks
    .flatMap((stack) => stack.problems)
    .filter(({ file, code, message, range }) => {
      const key = JSON.stringify([file, code, message, range]);
      return !seen.has(key) && seen.add(key);
    });
}

/** A template that could be read but has no function, nested ones included. */
export function reportNoFunctions(tops: readonly Stack[], declarations: readonly FunctionDeclaration[]): void {
  const hasFunction = (stack: Stack): boolean =>
    declarations.some((declaration) => declaration.stack === stack) || [...stack.children.values()].some(hasFunction);
  for (const top of tops) {
    if (top.template.resources.size === 0 || hasFunction(top)) continue;
    top.report({
      code: "no-function",
      severity: "warning",
      message: "No function in this template, or none whose condition is true.",
      hint: "Add a resource of type AWS::Serverless::Function or AWS::Lambda::Function.",
      range: startOfFile,
    });
  }
}

/** Values given for parameters that no template has. */
export function reportUnknownParameters(tops: readonly Stack[], given: Readonly<Record<string, string>>): void {
  const isDeclared = (name: string) =>
    tops.some(({ template }) => childOf(template.root, "Parameters", name) !== undefined);
  for (const name of Object.keys(given).filter((candidate) => !isDeclared(candidate))) {
    tops[0]?.report({
      code: "parameter-unknown",
      severity: "warning",
      message: `A value was given for the parameter ${name}, which the template does not declare.`,
      hint: "Correct its name in the overrides, or add it to Parameters.",
      range: startOfFile,
    });
  }
}

/** Functions that the file of variables names and the project does not have. */
export function unusedOverrides(
  overrides: EnvironmentOverrides,
  functions: readonly Pick<LambdaFunction, "name" | "logicalId">[],
): Problem[] {
  const { byFunction, byFunctionFile: file } = overrides;
  if (file === undefined) return [];
  const isKnown = (key: string) =>
    functions.some(({ name, logicalId }) => key === name || key === logicalId || key.endsWith(`/${logicalId}`));
  return Object.keys(byFunction)
    .filter((key) => !isKnown(key))
    .map((key) => ({
      code: "environment-function-unknown",
      severity: "warning",
      message: `${file} sets variables for ${key}, but no function has this name or logical id.`,
      hint: `Correct the name${functions.length > 0 ? `; the functions are ${functions.map(({ name }) => name).join(", ")}` : ""}.`,
      file,
      range: startOfFile,
    }));
}
