import type { Trigger } from "../../runner/model/trigger.ts";

export interface TriggerLabel {
  readonly label: string;
  readonly description: string;
  /** Of VS Code's product icons. */
  readonly icon: string;
}

/** A trigger in a person's words: `GET /orders/{id}` of an `HTTP API`, the queue's name of `SQS`. */
export function triggerLabel({ type, id, properties }: Trigger): TriggerLabel {
  const of = (label: string | undefined, description: string, icon: string): TriggerLabel => ({
    label: label ?? id,
    description,
    icon,
  });
  const text = (name: string): string | undefined => lastPart(properties[name]);
  switch (type) {
    case "HttpApi":
      return of(route(properties) ?? "$default", "HTTP API", "globe");
    case "Api":
      return of(route(properties), "REST API", "globe");
    case "WebSocketApi":
      return of(text("RouteKey"), "WebSocket route", "plug");
    case "FunctionUrl":
      return of("Function URL", text("AuthType") === "NONE" ? "public" : "IAM", "link");
    case "S3":
      return of(text("Bucket"), `S3 ${list(properties["Events"])}`.trim(), "archive");
    case "DynamoDB":
      return of(tableOf(properties["Stream"]), "DynamoDB stream", "database");
    case "Kinesis":
      return of(text("Stream"), "Kinesis stream", "pulse");
    case "SQS":
      return of(text("Queue"), "SQS queue", "inbox");
    case "SNS":
      return of(text("Topic"), "SNS topic", "megaphone");
    case "Schedule":
      return of(wholeText(properties["Schedule"]), "schedule", "watch");
    case "ScheduleV2":
      return of(wholeText(properties["ScheduleExpression"]), "schedule", "watch");
    case "EventBridgeRule":
    case "CloudWatchEvent":
      return of(patternText(properties["Pattern"]), "EventBridge rule", "filter");
    case "CloudWatchLogs":
      return of(wholeText(properties["LogGroupName"]), "log group", "output");
    default:
      return of(undefined, type, "zap");
  }
}

function route(properties: Readonly<Record<string, unknown>>): string | undefined {
  const path = wholeText(properties["Path"]);
  const method = wholeText(properties["Method"])?.toUpperCase();
  if (path === undefined) return undefined;
  return `${method === undefined || method === "X-AMAZON-APIGATEWAY-ANY-METHOD" ? "ANY" : method} ${path}`;
}

/** The name at the end of an ARN, or the whole text. */
function lastPart(value: unknown): string | undefined {
  const text = wholeText(value);
  return text?.startsWith("arn:") === true ? text.split(":").at(-1) : text;
}

/** `arn:aws:dynamodb:us-east-1:123456789012:table/Orders/stream/…` → `Orders` */
function tableOf(value: unknown): string | undefined {
  return /table\/([^/]+)/.exec(wholeText(value) ?? "")?.[1] ?? lastPart(value);
}

function patternText(pattern: unknown): string | undefined {
  if (typeof pattern !== "object" || pattern === null) return undefined;
  const { source, "detail-type": detailType } = pattern as Record<string, unknown>;
  const said = [list(source), list(detailType)].filter((part) => part !== "");
  return said.length === 0 ? undefined : said.join(" · ");
}

function list(value: unknown): string {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === "string").join(", ");
}

function wholeText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
