import type { LambdaFunction, Project } from "../model/function.ts";

/** Problems with which nothing of a template is loaded. */
const unusable: ReadonlySet<string> = new Set([
  "yaml-invalid",
  "template-empty",
  "template-not-a-map",
  "template-too-large",
  "template-unreadable",
  "nested-template-missing",
  "resources-missing",
]);

/**
 * A project that was read again, with the functions of before in the place of those that a mistake hides: of a template
 * that can't be used at all, or declared so that they can't be loaded. A function that was simply removed stays away.
 */
export function withLastGood(next: Project, last: Project): Project {
  const names = new Set(next.functions.map(({ name }) => name));
  const broken = new Set(next.problems.filter(({ code }) => unusable.has(code)).map(({ file }) => file));
  const read = new Set(next.templates);
  const isHidden = ({ template, logicalId }: LambdaFunction): boolean =>
    broken.has(template) ||
    // Nested in one that can't be used.
    (broken.size > 0 && !read.has(template)) ||
    next.problems.some(
      ({ severity, file, logicalId: of }) => severity === "error" && file === template && of === logicalId,
    );
  const kept = last.functions.filter((fn) => !names.has(fn.name) && isHidden(fn));
  return { ...next, functions: [...next.functions, ...kept] };
}
