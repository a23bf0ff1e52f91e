import assert from "node:assert/strict";
import { test } from "node:test";
import { readFunctions } from "./functions.ts";
import { inShort, stackFrom } from "./stack-for-tests.ts";

function triggersOf(resources: string) {
  const stack = stackFrom(
    `Resources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: nodejs24.x\n      Handler: a.b\n      CodeUri: .\n${resources}`,
  );
  const [fn] = readFunctions(stack, { layersByArn: new Map(), today: new Date("2026-11-23") });
  const triggers = fn?.triggers.map(({ type, id, properties }) => ({ type, id, properties })) ?? [];
  return { triggers, problems: stack.problems.map(inShort) };
}

const queue = "arn:aws:sqs:us-east-1:123456789012:Q";
const events: readonly (readonly [event: string, type: string, properties: Record<string, unknown>])[] = [
  ["{ Type: HttpApi }", "HttpApi", {}],
  ["{ Type: HttpApi, Properties: { Path: /a, Method: get } }", "HttpApi", { Path: "/a", Method: "get" }],
  ["{ Type: Api, Properties: { Path: /a, Method: any } }", "Api", { Path: "/a", Method: "any" }],
  ["{ Type: SQS, Properties: { Queue: !GetAtt Q.Arn, BatchSize: 5 } }", "SQS", { Queue: queue, BatchSize: 5 }],
  ["{ Type: SNS, Properties: { Topic: !Ref T } }", "SNS", { Topic: "arn:aws:sns:us-east-1:123456789012:T" }],
  [
    "{ Type: S3, Properties: { Bucket: !Ref B, Events: s3:ObjectCreated:* } }",
    "S3",
    { Bucket: "B", Events: "s3:ObjectCreated:*" },
  ],
  [
    "{ Type: Schedule, Properties: { Schedule: rate(1 minute), Enabled: false } }",
    "Schedule",
    { Schedule: "rate(1 minute)", Enabled: false },
  ],
];

for (const [event, type, properties] of events) {
  test(`reads ${event}`, () => {
    const { triggers, problems } = triggersOf(
      `      Events: { E: ${event} }\n  Q: { Type: AWS::SQS::Queue }\n  T: { Type: AWS::SNS::Topic }\n  B: { Type: AWS::S3::Bucket }\n`,
    );
    assert.deepEqual(triggers, [{ type, id: "E", properties }]);
    assert.deepEqual(problems, []);
  });
}

const wrong: readonly (readonly [event: string, code: string])[] = [
  ["{ Type: Pigeon }", "event-type-unknown"],
  ["{ Type: SQS }", "event-property-missing"],
  ["{}", "event-invalid"],
  ["x", "event-invalid"],
];

for (const [event, code] of wrong) {
  test(`reports the event ${event}`, () => {
    assert.deepEqual(triggersOf(`      Events: { E: ${event} }\n`).problems, [`7:16 ${code}`]);
  });
}

const plain: readonly (readonly [
  title: string,
  resource: string,
  type: string,
  properties: Record<string, unknown>,
])[] = [
  [
    "an event source mapping",
    `{ Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: ${queue}, BatchSize: 2 } }`,
    "SQS",
    { Queue: queue, BatchSize: 2 },
  ],
  [
    "a stream's mapping",
    '{ Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !GetAtt Fn.Arn, EventSourceArn: "arn:aws:kinesis:r:1:stream/s" } }',
    "Kinesis",
    { Stream: "arn:aws:kinesis:r:1:stream/s" },
  ],
  [
    "a function URL",
    "{ Type: AWS::Lambda::Url, Properties: { TargetFunctionArn: !Ref Fn, AuthType: NONE } }",
    "FunctionUrl",
    { AuthType: "NONE" },
  ],
  [
    "a scheduled rule",
    '{ Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 hour), Targets: [{ Id: "", Arn: !GetAtt Fn.Arn, Input: "{}" }] } }',
    "Schedule",
    { Schedule: "rate(1 hour)", Input: "{}" },
  ],
  [
    "a rule with a pattern",
    '{ Type: AWS::Events::Rule, Properties: { EventPattern: { source: [a] }, Targets: [{ Id: "", Arn: !GetAtt Fn.Arn }] } }',
    "EventBridgeRule",
    { Pattern: { source: ["a"] } },
  ],
  [
    "a subscription",
    "{ Type: AWS::SNS::Subscription, Properties: { Protocol: lambda, Endpoint: !GetAtt Fn.Arn, TopicArn: t } }",
    "SNS",
    { Topic: "t" },
  ],
];

for (const [title, resource, type, properties] of plain) {
  test(`reads ${title} of plain CloudFormation`, () => {
    const { triggers, problems } = triggersOf(`  R: ${resource}\n`);
    assert.deepEqual(triggers, [{ type, id: "R", properties }]);
    assert.deepEqual(problems, []);
  });
}

test("reads an HTTP API's route through its integration", () => {
  const { triggers } = triggersOf(`
  I: { Type: AWS::ApiGatewayV2::Integration, Properties: { IntegrationUri: !GetAtt Fn.Arn, PayloadFormatVersion: "2.0" } }
  R: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: api, RouteKey: GET /a, Target: !Sub "integrations/\${I}" } }
`);
  const properties = { Method: "GET", Path: "/a", ApiId: "api", PayloadFormatVersion: "2.0" };
  assert.deepEqual(triggers, [{ type: "HttpApi", id: "R", properties }]);
});

test("reads a WebSocket API's routes as its own kind, whatever they are called", () => {
  const { triggers } = triggersOf(`
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET } }
  I: { Type: AWS::ApiGatewayV2::Integration, Properties: { IntegrationUri: !GetAtt Fn.Arn } }
  C: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: $connect, Target: !Sub "integrations/\${I}" } }
  D: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: $default, Target: !Sub "integrations/\${I}" } }
`);
  assert.deepEqual(triggers, [
    { type: "WebSocketApi", id: "C", properties: { RouteKey: "$connect", ApiId: "Api" } },
    { type: "WebSocketApi", id: "D", properties: { RouteKey: "$default", ApiId: "Api" } },
  ]);
});

test("reads a SAM function URL as a trigger", () => {
  const { triggers } = triggersOf("      FunctionUrlConfig: { AuthType: NONE, InvokeMode: RESPONSE_STREAM }\n");
  const properties = { AuthType: "NONE", InvokeMode: "RESPONSE_STREAM" };
  assert.deepEqual(triggers, [{ type: "FunctionUrl", id: "FunctionUrl", properties }]);
});
