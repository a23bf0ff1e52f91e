import assert from "node:assert/strict";
import { test } from "node:test";
import { startOfFile } from "../../runner/model/problem.ts";
import { triggerLabel } from "./trigger-label.ts";

for (const [type, properties, label, description] of [
  ["HttpApi", { Method: "get", Path: "/orders/{id}" }, "GET /orders/{id}", "HTTP API"],
  ["HttpApi", {}, "$default", "HTTP API"],
  ["HttpApi", { Method: "x-amazon-apigateway-any-method", Path: "/{proxy+}" }, "ANY /{proxy+}", "HTTP API"],
  ["Api", { Method: "POST", Path: "/" }, "POST /", "REST API"],
  ["SQS", { Queue: "arn:aws:sqs:us-east-1:123456789012:orders" }, "orders", "SQS queue"],
  ["SNS", { Topic: "alarms" }, "alarms", "SNS topic"],
  ["S3", { Bucket: "uploads", Events: ["s3:ObjectCreated:*"] }, "uploads", "S3 s3:ObjectCreated:*"],
  [
    "DynamoDB",
    { Stream: "arn:aws:dynamodb:us-east-1:123456789012:table/Orders/stream/2026-01-01T00:00:00.000" },
    "Orders",
    "DynamoDB stream",
  ],
  ["Schedule", { Schedule: "rate(1 hour)" }, "rate(1 hour)", "schedule"],
  ["ScheduleV2", { ScheduleExpression: "cron(0 8 * * ? *)" }, "cron(0 8 * * ? *)", "schedule"],
  [
    "EventBridgeRule",
    { Pattern: { source: ["shop"], "detail-type": ["OrderPaid", "OrderSent"] } },
    "shop · OrderPaid, OrderSent",
    "EventBridge rule",
  ],
  ["EventBridgeRule", { Pattern: { account: ["1"] } }, "TheId", "EventBridge rule"],
  ["FunctionUrl", { AuthType: "NONE" }, "Function URL", "public"],
  ["SQS", { Queue: { Ref: "unknown" } }, "TheId", "SQS queue"],
  ["AlexaSkill", {}, "TheId", "AlexaSkill"],
] as const) {
  test(`calls ${type} with ${JSON.stringify(properties)} "${label}"`, () => {
    const shown = triggerLabel({ type, id: "TheId", properties, range: startOfFile });
    assert.deepEqual([shown.label, shown.description], [label, description]);
  });
}
