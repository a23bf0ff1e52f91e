import { Failure } from "../model/failure.ts";
import type { Project } from "../model/function.ts";

/**
 * Refuses a project in which there is nothing to run. Its problems, which have been shown, say why.
 *
 * @throws Failure `template-unusable`
 */
export function requireFunctions({
  functions,
  templates,
  root,
}: Pick<Project, "functions" | "templates" | "root">): void {
  if (functions.length > 0) return;
  const where = templates.length === 1 ? templates[0] : `any of the ${templates.length} templates in ${root}`;
  throw new Failure(
    "template-unusable",
    `No function could be loaded from ${where ?? root}. Correct what is said above, or name another template with --template.`,
  );
}
