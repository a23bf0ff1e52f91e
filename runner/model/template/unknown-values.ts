import type { Range } from "../problem.ts";
import type { ProblemDraft, Report } from "./problem-collector.ts";
import { unknownNode, type TemplateNode } from "./template-node.ts";

/** What is the case where a value is only known on AWS: variables and texts get a stand-in, other properties nothing. */
export function unknownValue(what: string, standIn: string, range: Range): ProblemDraft {
  return {
    code: "value-unknown",
    severity: "warning",
    message: `The value of ${what} is not known on this machine.`,
    hint: `Set it with --env-vars, a .env file or --parameter-overrides; until then variables and texts have ${standIn} in its place, and other properties are left out.`,
    range,
  };
}

/** A reporter that keeps values to itself that are unknown. */
export function exceptUnknownValues(report: Report): Report {
  return (draft) => {
    if (draft.code !== "value-unknown") report(draft);
  };
}

/** Reports dynamic references, which CloudFormation looks up in Parameter Store and Secrets Manager. */
export function withDynamicReferences(node: TemplateNode, report: Report): TemplateNode {
  switch (node.kind) {
    case "scalar": {
      const [reference] = /\{\{resolve:(ssm|ssm-secure|secretsmanager):[^{}]*\}\}/.exec(node.text) ?? [];
      if (reference === undefined) return node;
      report(unknownValue(reference, "the reference itself", node.range));
      return unknownNode(node.text, node.range);
    }
    case "list":
      return { ...node, items: node.items.map((item) => withDynamicReferences(item, report)) };
    case "map": {
      const entries = [...node.entries].map(
        ([key, entry]) => [key, { ...entry, value: withDynamicReferences(entry.value, report) }] as const,
      );
      return { ...node, entries: new Map(entries) };
    }
  }
}
