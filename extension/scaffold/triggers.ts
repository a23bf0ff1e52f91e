/** What can call a scaffolded function. */
export const triggerIds = [
  "http-api",
  "rest-api",
  "websocket",
  "s3",
  "dynamodb",
  "schedule",
  "rule",
  "sqs",
  "sns",
  "function-url",
  "none",
] as const;

export type TriggerId = (typeof triggerIds)[number];

/** The kinds of event that handlers are written for; each language has a folder for each. */
export type EventShape = "http" | "rest" | Exclude<TriggerId, "http-api" | "rest-api" | "function-url">;

/** What people call a trigger, and a line on it for those who don't know it. */
export const triggerLabels: Readonly<Record<TriggerId, { readonly label: string; readonly detail: string }>> = {
  "http-api": { label: "HTTP API", detail: "A route of API Gateway, low cost and latency" },
  "rest-api": { label: "REST API", detail: "A route of API Gateway with keys, caching and request validation" },
  websocket: { label: "WebSocket API", detail: "Connections of API Gateway that stay open" },
  s3: { label: "S3", detail: "Objects created in a bucket" },
  dynamodb: { label: "DynamoDB Streams", detail: "Changes of a table's items, in batches" },
  schedule: { label: "Schedule", detail: "Every hour, or whenever a cron expression says" },
  rule: { label: "EventBridge rule", detail: "Events of a bus that match a pattern" },
  sqs: { label: "SQS", detail: "Messages of a queue, in batches, with a dead-letter queue" },
  sns: { label: "SNS", detail: "Messages published to a topic" },
  "function-url": { label: "Function URL", detail: "An HTTPS address of its own, without API Gateway" },
  none: { label: "None", detail: "Called by the SDK, the AWS CLI or other functions" },
};

/** HTTP APIs and function URLs send the same events. */
export function shapeOf(trigger: TriggerId): EventShape {
  if (trigger === "http-api" || trigger === "function-url") return "http";
  return trigger === "rest-api" ? "rest" : trigger;
}
