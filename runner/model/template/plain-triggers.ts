import { parseFunctionReference } from "../arn.ts";
import type { Stack } from "./stack.ts";
import type { Resource } from "./template.ts";
import { childOf, textOf, type TemplateNode } from "./template-node.ts";
import type { Trigger } from "../trigger.ts";
import { plainEntries } from "./triggers.ts";
import { exceptUnknownValues } from "./unknown-values.ts";

/** Triggers that plain CloudFormation resources of a stack stand for, by the physical name of the function they call. */
export function plainTriggers(stack: Stack): Map<string, Trigger[]> {
  const byFunction = new Map<string, Trigger[]>();
  for (const resource of stack.template.resources.values()) {
    const read = readers.get(resource.type);
    if (read === undefined || !stack.isIncluded(resource.node, stack.report)) continue;
    const properties = resource.properties && stack.resolve(resource.properties, exceptUnknownValues(stack.report));
    for (const { target, type, properties: own, id } of read(resource, properties, stack)) {
      const name = functionNameIn(target);
      if (name === undefined) continue;
      const trigger: Trigger = { type, id: id ?? resource.logicalId, properties: own, range: resource.keyRange };
      byFunction.set(name, [...(byFunction.get(name) ?? []), trigger]);
    }
  }
  return byFunction;
}

interface Found {
  /** Text that names the function: its name, its ARN, or an API Gateway URI around it. */
  readonly target: string | undefined;
  readonly type: string;
  readonly properties: Record<string, unknown>;
  readonly id?: string;
}

type Reader = (resource: Resource, properties: TemplateNode | undefined, stack: Stack) => Found[];

const readers = new Map<string, Reader>([
  ["AWS::Lambda::EventSourceMapping", (_resource, properties) => [readMapping(properties)]],
  [
    "AWS::Lambda::Url",
    (_resource, properties) => [
      {
        target: textOf(childOf(properties, "TargetFunctionArn")),
        type: "FunctionUrl",
        properties: without(plainEntries(properties), "TargetFunctionArn"),
      },
    ],
  ],
  ["AWS::Events::Rule", (resource, properties) => readRule(resource, properties)],
  ["AWS::Scheduler::Schedule", (_resource, properties) => [readSchedule(properties)]],
  ["AWS::SNS::Subscription", (_resource, properties) => readSubscription(properties)],
  ["AWS::S3::Bucket", (resource, properties, stack) => readBucket(resource, properties, stack)],
  ["AWS::ApiGatewayV2::Route", (_resource, properties, stack) => readRoute(properties, stack)],
]);

/** SAM's event type and the property that names the source, by the service in the source's ARN. */
const mappingTypes: Readonly<Record<string, readonly [type: string, property: string]>> = {
  sqs: ["SQS", "Queue"],
  kinesis: ["Kinesis", "Stream"],
  dynamodb: ["DynamoDB", "Stream"],
  kafka: ["MSK", "Stream"],
  mq: ["MQ", "Broker"],
  rds: ["DocumentDB", "Cluster"],
};

function readMapping(properties: TemplateNode | undefined): Found {
  const target = textOf(childOf(properties, "FunctionName"));
  const { EventSourceArn: source, ...own } = without(plainEntries(properties), "FunctionName");
  const service = typeof source === "string" ? (source.split(":")[2] ?? "") : "";
  const known = Object.hasOwn(mappingTypes, service) ? mappingTypes[service] : undefined;
  if (known === undefined) return { target, type: "SelfManagedKafka", properties: own };
  return { target, type: known[0], properties: { [known[1]]: source, ...own } };
}

function readRule(resource: Resource, properties: TemplateNode | undefined): Found[] {
  const targets = childOf(properties, "Targets");
  const { ScheduleExpression: schedule, EventPattern: pattern, ...rest } = without(plainEntries(properties), "Targets");
  return (targets?.kind === "list" ? targets.items : []).flatMap((target) => {
    const shared = { ...rest, ...without(plainEntries(target), "Arn", "Id") };
    const id = `${resource.logicalId}${textOf(childOf(target, "Id")) ?? ""}`;
    const arn = textOf(childOf(target, "Arn"));
    return [
      ...(schedule === undefined
        ? []
        : [{ target: arn, type: "Schedule", id, properties: { Schedule: schedule, ...shared } }]),
      ...(pattern === undefined
        ? []
        : [{ target: arn, type: "EventBridgeRule", id, properties: { Pattern: pattern, ...shared } }]),
    ];
  });
}

function readSchedule(properties: TemplateNode | undefined): Found {
  const target = childOf(properties, "Target");
  const own = { ...without(plainEntries(properties), "Target"), ...without(plainEntries(target), "Arn") };
  return { target: textOf(childOf(target, "Arn")), type: "ScheduleV2", properties: own };
}

function readSubscription(properties: TemplateNode | undefined): Found[] {
  if (textOf(childOf(properties, "Protocol")) !== "lambda") return [];
  const { TopicArn: topic, ...own } = without(plainEntries(properties), "Protocol", "Endpoint");
  return [{ target: textOf(childOf(properties, "Endpoint")), type: "SNS", properties: { Topic: topic, ...own } }];
}

function readBucket(resource: Resource, properties: TemplateNode | undefined, stack: Stack): Found[] {
  const configurations = childOf(properties, "NotificationConfiguration", "LambdaConfigurations");
  const bucket = stack.physicalName(resource.logicalId, resource.keyRange, stack.report);
  return (configurations?.kind === "list" ? configurations.items : []).map((configuration, index) => {
    const { Event: event, ...own } = without(plainEntries(configuration), "Function");
    return {
      target: textOf(childOf(configuration, "Function")),
      type: "S3",
      id: `${resource.logicalId}${index + 1}`,
      properties: { Bucket: bucket, Events: event, ...own },
    };
  });
}

function readRoute(properties: TemplateNode | undefined, stack: Stack): Found[] {
  const key = textOf(childOf(properties, "RouteKey")) ?? "";
  const integrationId = (textOf(childOf(properties, "Target")) ?? "").split("/").pop() ?? "";
  const integration = stack.template.resources.get(integrationId)?.properties;
  const resolved = integration && stack.resolve(integration, exceptUnknownValues(stack.report));
  const target = textOf(childOf(resolved, "IntegrationUri"));
  const apiId = textOf(childOf(properties, "ApiId"));
  const isWebSocket =
    textOf(childOf(stack.template.resources.get(apiId ?? "")?.properties, "ProtocolType")) === "WEBSOCKET";
  if (isWebSocket) return [{ target, type: "WebSocketApi", properties: { RouteKey: key, ApiId: apiId } }];
  const match = /^(\w+) (\/.*)$/.exec(key);
  if (target === undefined || (match === null && key !== "$default")) return [];
  const version = textOf(childOf(resolved, "PayloadFormatVersion"));
  const route = match === null ? {} : { Method: match[1], Path: match[2] };
  const api = { ApiId: apiId, PayloadFormatVersion: version ?? "1.0" };
  return [{ target, type: "HttpApi", properties: { ...route, ...api } }];
}

function functionNameIn(target: string | undefined): string | undefined {
  const invocation = /\/functions\/(.+)\/invocations$/.exec(target ?? "")?.[1];
  return parseFunctionReference(invocation ?? target ?? "")?.name;
}

function without(properties: Record<string, unknown>, ...keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !keys.includes(key)));
}
