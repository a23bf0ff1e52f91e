import { findEitherWay } from "../runner/control/find-function.ts";
import type { FunctionSummary } from "../runner/control/protocol.ts";
import { Failure } from "../runner/model/failure.ts";
import type { LaunchArguments } from "./launch-arguments.ts";

/** What a session asks for functions by. */
export type Asked = Pick<LaunchArguments, "functionName" | "workspace" | "template">;

/** What sessions know of a function. */
export type Fn = Pick<FunctionSummary, "name" | "logicalId" | "template" | "handler" | "handlerFile">;

/** Those of a project's functions that a session is about. */
export function askedFunctions(all: readonly Fn[], { functionName, template }: Asked): readonly Fn[] {
  const functions = template === undefined ? all : all.filter((fn) => fn.template === template);
  if (functionName === undefined) return functions;
  const found = findEitherWay(functions, functionName);
  return found ? [found] : [];
}

/**
 * As {@link askedFunctions}, of which there must be one.
 *
 * @throws Failure `function-unknown`
 */
export function requireAskedFunctions(all: readonly Fn[], asked: Asked): readonly Fn[] {
  const found = askedFunctions(all, asked);
  if (found.length > 0) return found;
  const { functionName, workspace, template } = asked;
  const ofTemplate = askedFunctions(all, { ...asked, functionName: undefined });
  if (template !== undefined && ofTemplate.length === 0) {
    const templates = [...new Set(all.map((fn) => fn.template))].join(", ");
    throw unknown(`There is no function in ${template}. Set "template" to one of: ${templates}.`);
  }
  const names = ofTemplate.map(({ name }) => name).join(", ");
  if (functionName === undefined) throw unknown(`There is no function in ${workspace}. Add one to a template.`);
  throw unknown(
    `There is no function ${functionName} in ${template ?? workspace}. Set "function" to one of: ${names}.`,
  );
}

function unknown(message: string): Failure {
  return new Failure("function-unknown", message);
}
