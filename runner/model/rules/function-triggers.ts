import type { Range } from "../problem.ts";
import type { ParsedTemplate, Resource } from "../template/template.ts";
import { childOf, entriesOf, textOf, type TemplateNode } from "../template/template-node.ts";
import { referencesIn } from "./references.ts";

/** What calls a function: an event of SAM, or the plain resource that does the same. Nothing of it is resolved. */
export interface FunctionTrigger {
  /** SAM's event type: `SQS`, `Schedule`, `HttpApi`, … */
  readonly type: string;
  /** The event's own properties, or the resource's. */
  readonly properties: TemplateNode | undefined;
  /** The event's key, or the resource's. */
  readonly range: Range;
  /** The function itself for an event of SAM. */
  readonly owner: Resource;
}

/** The triggers that a template gives to each of its functions, by the functions' logical ids. */
export function triggersOf(template: ParsedTemplate): ReadonlyMap<string, readonly FunctionTrigger[]> {
  const byFunction = new Map<string, FunctionTrigger[]>();
  const add = (id: string, trigger: FunctionTrigger) => byFunction.set(id, [...(byFunction.get(id) ?? []), trigger]);
  for (const resource of template.resources.values()) {
    if (resource.type === "AWS::Serverless::Function") {
      for (const [, { keyRange, value }] of entriesOf(childOf(resource.properties, "Events"))) {
        const type = textOf(childOf(value, "Type"));
        if (type !== undefined)
          add(resource.logicalId, { type, properties: childOf(value, "Properties"), range: keyRange, owner: resource });
      }
    }
    const found = Object.hasOwn(plainTypes, resource.type)
      ? plainTypes[resource.type]?.(resource.properties, template)
      : [];
    for (const { target, type } of found ?? []) {
      for (const id of functionsIn(target, template)) {
        add(id, { type, properties: resource.properties, range: resource.keyRange, owner: resource });
      }
    }
  }
  return byFunction;
}

interface Found {
  readonly target: TemplateNode | undefined;
  readonly type: string;
}

/** What the resources of plain CloudFormation call, and by which type of event. */
const plainTypes: Readonly<
  Record<string, (properties: TemplateNode | undefined, template: ParsedTemplate) => readonly Found[]>
> = {
  "AWS::Lambda::EventSourceMapping": (properties, template) => [
    { target: childOf(properties, "FunctionName"), type: mappingType(childOf(properties, "EventSourceArn"), template) },
  ],
  "AWS::Lambda::Url": (properties) => [{ target: childOf(properties, "TargetFunctionArn"), type: "FunctionUrl" }],
  "AWS::Events::Rule": (properties) => {
    const type = childOf(properties, "ScheduleExpression") === undefined ? "EventBridgeRule" : "Schedule";
    return itemsOf(childOf(properties, "Targets")).map((target) => ({ target: childOf(target, "Arn"), type }));
  },
  "AWS::Scheduler::Schedule": (properties) => [{ target: childOf(properties, "Target", "Arn"), type: "ScheduleV2" }],
  "AWS::SNS::Subscription": (properties) => subscription(properties),
  "AWS::SNS::Topic": (properties) => itemsOf(childOf(properties, "Subscription")).flatMap(subscription),
  "AWS::S3::Bucket": (properties) =>
    itemsOf(childOf(properties, "NotificationConfiguration", "LambdaConfigurations")).map((configuration) => ({
      target: childOf(configuration, "Function"),
      type: "S3",
    })),
  "AWS::IoT::TopicRule": (properties) =>
    itemsOf(childOf(properties, "TopicRulePayload", "Actions")).map((action) => ({
      target: childOf(action, "Lambda", "FunctionArn"),
      type: "IoTRule",
    })),
  "AWS::Logs::SubscriptionFilter": (properties) => [
    { target: childOf(properties, "DestinationArn"), type: "CloudWatchLogs" },
  ],
  "AWS::ApiGateway::Method": (properties) => {
    const integration = childOf(properties, "Integration");
    // Of type AWS, the method may call the function without waiting for it.
    const isProxy = textOf(childOf(integration, "Type")) === "AWS_PROXY";
    return [{ target: childOf(integration, "Uri"), type: isProxy ? "Api" : "Unknown" }];
  },
  "AWS::ApiGatewayV2::Integration": (properties, template) => {
    const [api = ""] = referencesIn(childOf(properties, "ApiId"));
    const protocol = textOf(childOf(template.resources.get(api)?.properties, "ProtocolType"));
    const type = protocol === "HTTP" ? "HttpApi" : protocol === "WEBSOCKET" ? "WebSocketApi" : "Unknown";
    return [{ target: childOf(properties, "IntegrationUri"), type }];
  },
};

const sources: readonly (readonly [type: string, resourceType: RegExp, service: string])[] = [
  ["SQS", /^AWS::SQS::Queue$/, "sqs"],
  ["Kinesis", /^AWS::Kinesis::Stream$/, "kinesis"],
  ["DynamoDB", /^AWS::(?:DynamoDB::(?:Global)?Table|Serverless::SimpleTable)$/, "dynamodb"],
];

function mappingType(source: TemplateNode | undefined, template: ParsedTemplate): string {
  const types = referencesIn(source).map((id) => template.resources.get(id)?.type ?? "");
  const service = textOf(source)?.split(":")[2];
  const found = sources.find(([, pattern, name]) => types.some((type) => pattern.test(type)) || name === service);
  return found?.[0] ?? "Unknown";
}

function subscription(properties: TemplateNode | undefined): readonly Found[] {
  const isLambda = textOf(childOf(properties, "Protocol")) === "lambda";
  return isLambda ? [{ target: childOf(properties, "Endpoint"), type: "SNS" }] : [];
}

function itemsOf(node: TemplateNode | undefined): readonly TemplateNode[] {
  return node?.kind === "list" ? node.items : [];
}

/** The functions that a value names, also through an alias or a version. */
export function functionsIn(target: TemplateNode | undefined, template: ParsedTemplate): readonly string[] {
  return [...new Set(referencesIn(target))].flatMap((id) => {
    const resource = template.resources.get(id);
    if (isFunction(resource)) return [id];
    if (resource?.type !== "AWS::Lambda::Alias" && resource?.type !== "AWS::Lambda::Version") return [];
    return referencesIn(childOf(resource.properties, "FunctionName")).filter((name) =>
      isFunction(template.resources.get(name)),
    );
  });
}

/** A resource that is a Lambda function. */
export function isFunction(resource: Resource | undefined): boolean {
  return resource?.type === "AWS::Serverless::Function" || resource?.type === "AWS::Lambda::Function";
}
