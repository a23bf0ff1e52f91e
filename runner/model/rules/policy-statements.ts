import type { Resource } from "../template/template.ts";
import { childOf, textOf, type TemplateNode } from "../template/template-node.ts";
import type { CheckedTemplate } from "./checked-template.ts";
import { referencesIn } from "./references.ts";

/** A statement of a policy, and the resource that the policy belongs to. */
export interface Statement {
  readonly resource: Resource;
  readonly node: TemplateNode;
}

/** A managed policy that a resource takes by name or ARN. */
export interface PolicyName {
  readonly resource: Resource;
  readonly node: TemplateNode;
}

/** What roles, users and functions may do by a template's own policies. Policies of buckets, keys and the like are others. */
export function grantsIn(template: CheckedTemplate): {
  readonly statements: readonly Statement[];
  readonly names: readonly PolicyName[];
} {
  const resources = [...template.parsed.resources.values()];
  // A boundary grants nothing: it is wide, and what it leaves out counts.
  const boundaries = new Set(
    resources.flatMap(({ properties }) => referencesIn(childOf(properties, "PermissionsBoundary"))),
  );
  const all = resources
    .filter(({ logicalId }) => !boundaries.has(logicalId) && !/boundary/i.test(logicalId))
    .filter(({ properties }) => !isForDeployment(properties))
    .map((resource) => ({ resource, policies: policiesOf(resource) }));
  return {
    statements: all.flatMap(({ resource, policies }) =>
      policies.flatMap((policy) => itemsOf(childOf(policy, "Statement"))).map((node) => ({ resource, node })),
    ),
    names: all.flatMap(({ resource, policies }) =>
      policies.filter(({ kind }) => kind === "scalar").map((node) => ({ resource, node })),
    ),
  };
}

/** A role that CloudFormation takes on creates whatever templates name. */
function isForDeployment(properties: TemplateNode | undefined): boolean {
  const trusted = itemsOf(childOf(properties, "AssumeRolePolicyDocument", "Statement")).flatMap((statement) =>
    itemsOf(childOf(statement, "Principal", "Service")),
  );
  return trusted.length > 0 && trusted.every((service) => textOf(service) === "cloudformation.amazonaws.com");
}

/** The documents that say who may take on a role. */
export function trustStatementsIn(template: CheckedTemplate): readonly Statement[] {
  return [...template.parsed.resources.values()].flatMap((resource) =>
    itemsOf(childOf(resource.properties, "AssumeRolePolicyDocument", "Statement")).map((node) => ({ resource, node })),
  );
}

/** Documents, and the names of managed policies. */
function policiesOf({ type, properties }: Resource): readonly TemplateNode[] {
  switch (type) {
    case "AWS::Serverless::Function":
    case "AWS::Serverless::StateMachine":
      return itemsOf(childOf(properties, "Policies"));
    case "AWS::IAM::Role":
    case "AWS::IAM::User":
    case "AWS::IAM::Group":
      return [
        ...itemsOf(childOf(properties, "Policies")).flatMap((policy) => itemsOf(childOf(policy, "PolicyDocument"))),
        ...itemsOf(childOf(properties, "ManagedPolicyArns")),
      ];
    case "AWS::IAM::Policy":
    case "AWS::IAM::ManagedPolicy":
    case "AWS::IAM::RolePolicy":
    case "AWS::IAM::UserPolicy":
    case "AWS::IAM::GroupPolicy":
      return itemsOf(childOf(properties, "PolicyDocument"));
    default:
      return [];
  }
}

/** A statement that allows something without a condition. */
export function isAllowed({ node }: Statement): boolean {
  return textOf(childOf(node, "Effect")) === "Allow" && childOf(node, "Condition") === undefined;
}

/** The items of a list, or the one thing that stands in place of a list. */
export function itemsOf(node: TemplateNode | undefined): readonly TemplateNode[] {
  return node === undefined ? [] : node.kind === "list" ? node.items : [node];
}
