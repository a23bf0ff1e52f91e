import type { FunctionSummary } from "../../runner/control/protocol.ts";
import type { ListedProject } from "./list-functions.ts";

/**
 * The functions of a listing, and of those before it the ones that a mistake hides: somebody who is typing in a template
 * does not want them gone until the last bracket is closed. What was simply removed stays away.
 */
export function withLastListed(
  { functions, problems }: ListedProject,
  before: readonly FunctionSummary[],
): readonly FunctionSummary[] {
  const errors = problems.filter(({ severity }) => severity === "error");
  const names = new Set(functions.map(({ name }) => name));
  const readTemplates = new Set(functions.map(({ template }) => template));
  const isHidden = ({ template, logicalId }: FunctionSummary): boolean =>
    errors.some((error) =>
      error.logicalId === undefined
        ? // Nothing was read of it, or of the one that it is nested in.
          !readTemplates.has(template)
        : error.file === template && error.logicalId === logicalId,
    );
  return [...functions, ...before.filter((fn) => !names.has(fn.name) && isHidden(fn))];
}
