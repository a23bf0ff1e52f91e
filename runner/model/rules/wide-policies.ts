import { childOf, textOf, type TemplateNode } from "../template/template-node.ts";
import type { Resource } from "../template/template.ts";
import type { CheckedTemplate } from "./checked-template.ts";
import { isFunction } from "./function-triggers.ts";
import { isNameable, wholeService } from "./nameable-actions.ts";
import { grantsIn, isAllowed, itemsOf, trustStatementsIn, type Statement } from "./policy-statements.ts";
import { type FoundInTemplate, type TemplateRule } from "./template-rule.ts";

/** Policies that allow more than any function needs. What AWS allows on every resource only, and conditions, are left alone. */
export const widePolicies: TemplateRule = (template) => {
  const { statements, names } = grantsIn(template);
  return [
    ...statements.filter(isAllowed).flatMap((statement) => checkStatement(statement, template)),
    ...names.flatMap(({ resource, node }) => {
      const name = textOf(node) ?? "";
      if (!/(?:^|\/)AdministratorAccess$/.test(name)) return [];
      const message = `${resource.logicalId} takes AdministratorAccess, which allows every action on every resource.`;
      return [{ ...everyAction(node, message), ...functionId(resource) }];
    }),
    ...trustStatementsIn(template).filter(isAllowed).flatMap(checkTrust),
  ];
};

/** A finding belongs to a function where the policy is the function's own. */
function functionId(resource: Resource): { readonly logicalId?: string } {
  return isFunction(resource) ? { logicalId: resource.logicalId } : {};
}

function checkStatement(statement: Statement, template: CheckedTemplate): readonly FoundInTemplate[] {
  const { resource, node } = statement;
  const { logicalId } = resource;
  const actions = knownItems(childOf(node, "Action"), template);
  const isEverywhere = knownItems(childOf(node, "Resource"), template).some((item) => textOf(item) === "*");
  const where = isEverywhere ? "every resource" : "its resources";
  const found = actions.flatMap((action): FoundInTemplate[] => {
    const text = textOf(action) ?? "";
    const service = wholeService(text);
    if (/^\*(?::\*)?$/.test(text)) {
      return [
        {
          ...everyAction(action, `A policy of ${logicalId} allows every action on ${where}.`),
          ...functionId(resource),
        },
      ];
    }
    if (service === undefined || !isEverywhere) return [];
    const message = `A policy of ${logicalId} allows every action of ${service} on every resource.`;
    return [{ ...everyAction(action, message), ...functionId(resource) }];
  });
  const nameable = actions.find((action) => isNameable(textOf(action) ?? ""));
  if (found.length > 0 || nameable === undefined || !isEverywhere) return found;
  const everywhere = itemsOf(childOf(node, "Resource")).find((item) => textOf(item) === "*");
  return [
    {
      code: "wildcard-resource",
      message: `A policy of ${logicalId} allows ${textOf(nameable) ?? ""} on every resource of the account.`,
      hint: "Name what the function works on: !GetAtt Table.Arn, a bucket's ARN with /*, or one of SAM's policy templates.",
      range: (everywhere ?? nameable).range,
      ...functionId(resource),
      source,
    },
  ];
}

function everyAction(node: TemplateNode, message: string): FoundInTemplate {
  return {
    code: "wildcard-action",
    message,
    hint: "List the actions that the code calls, or use one of SAM's policy templates, such as DynamoDBCrudPolicy.",
    range: node.range,
    source,
  };
}

function checkTrust({ resource, node }: Statement): readonly FoundInTemplate[] {
  const principal = childOf(node, "Principal");
  const accounts = principal?.kind === "scalar" ? [principal] : itemsOf(childOf(principal, "AWS"));
  return accounts
    .filter((item) => textOf(item) === "*")
    .map(({ range }) => ({
      code: "wildcard-principal",
      message: `Every AWS account may take on the role ${resource.logicalId}: its Principal is "*".`,
      hint: "Name the service that needs it, such as lambda.amazonaws.com, or the account; or add a Condition.",
      range,
      ...functionId(resource),
      source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    }));
}

/** The texts of a list, or of the one that stands in its place; what is unknown is left out. */
function knownItems(node: TemplateNode | undefined, template: CheckedTemplate): readonly TemplateNode[] {
  return itemsOf(node)
    .flatMap((item) => itemsOf(template.known(item)))
    .filter((item) => item.kind === "scalar" && !item.isUnknown);
}

const source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege";
