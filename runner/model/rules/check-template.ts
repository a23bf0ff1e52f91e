import type { ParsedTemplate } from "../template/template.ts";
import { apiTimeout } from "./api-timeout.ts";
import { asyncFailures } from "./async-failures.ts";
import { batchFailures } from "./batch-failures.ts";
import { CheckedTemplate } from "./checked-template.ts";
import type { Finding } from "./finding.ts";
import { memoryHeadroom } from "./memory-headroom.ts";
import { packageSize } from "./package-size.ts";
import { queueVisibility } from "./queue-visibility.ts";
import { retiringRuntime } from "./retiring-runtime.ts";
import { defaultSeverity } from "./rules.ts";
import { secretsInTemplate } from "./secrets-in-template.ts";
import { suppressionsIn } from "./suppressions.ts";
import type { TemplateContext, TemplateRule } from "./template-rule.ts";
import { widePolicies } from "./wide-policies.ts";

export type { FunctionFacts, TemplateContext } from "./template-rule.ts";

/**
 * What the rules for templates find in one, in the order of the file; what the loader of templates reports is not among
 * it. Says nothing about values that only a deployment decides, nor about what a comment silences.
 *
 * @param text what the template was parsed from
 */
export function checkTemplate(template: ParsedTemplate, text: string, context: TemplateContext): Finding[] {
  const checked = new CheckedTemplate(template, text);
  const suppressions = suppressionsIn(text);
  const found = templateRules
    .flatMap((rule) => rule(checked, context))
    .filter(({ code, range }) => !suppressions.isSuppressed(code, range.start.line))
    .map((each): Finding => ({ fixes: [], ...each, severity: defaultSeverity(each.code), file: template.file }));
  // Aliases and Globals lead to one place in several ways.
  const atPlace = new Map(found.toReversed().map((each) => [`${each.code} ${JSON.stringify(each.range)}`, each]));
  return [...atPlace.values()].sort(byPosition);
}

const templateRules: readonly TemplateRule[] = [
  retiringRuntime,
  apiTimeout,
  queueVisibility,
  memoryHeadroom,
  packageSize,
  secretsInTemplate,
  widePolicies,
  asyncFailures,
  batchFailures,
];

function byPosition(one: Finding, other: Finding): number {
  const { start } = one.range;
  return (
    start.line - other.range.start.line ||
    start.character - other.range.start.character ||
    (one.code < other.code ? -1 : 1)
  );
}
