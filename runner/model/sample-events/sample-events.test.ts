import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { eventTypes } from "../template/event-types.ts";
import { sampleEventKinds, sampleEventsOf, sampleEventsOfKind } from "./sample-events.ts";

const context = { region: "eu-west-1", accountId: "210987654321", functionName: "orders" };

// What a function reads in an event; the tests of each source look at the rest.
type Json = { readonly [key: string]: Json } & Json[] & string;

function eventsOf(type: string, properties: Record<string, unknown> = {}): Json[] {
  return sampleEventsOf({ type, properties }, context).map(({ event }) => event as Json);
}

function first(type: string, properties: Record<string, unknown> = {}): Json {
  const [event] = eventsOf(type, properties);
  assert.ok(event);
  return event;
}

function record(type: string, properties: Record<string, unknown> = {}): Json {
  const found = first(type, properties)["Records"]?.[0];
  assert.ok(found);
  return found;
}

function keysOf(value: unknown): string {
  return Object.keys(value as object)
    .toSorted()
    .join(" ");
}

function fromBase64(text: unknown): Buffer {
  return Buffer.from(String(text), "base64");
}

test("every event type of SAM has sample events, with a title, that survive JSON", () => {
  for (const type of [...eventTypes.keys(), "FunctionUrl"]) {
    const events = sampleEventsOf({ type, properties: {} }, context);
    assert.ok(events.length > 0, type);
    for (const { title, event } of events) {
      assert.ok(title.length > 0, type);
      assert.deepEqual(JSON.parse(JSON.stringify(event)), event, type);
    }
  }
});

test("a type that SAM does not have has no sample events", () => {
  assert.deepEqual(eventsOf("Pigeon"), []);
});

test("the same trigger has the same events each time", () => {
  for (const { id } of sampleEventKinds) {
    assert.deepEqual(sampleEventsOfKind(id, context), sampleEventsOfKind(id, context));
  }
});

test("each kind has its own id, a description, and at least one event with no two titles alike", () => {
  assert.equal(new Set(sampleEventKinds.map(({ id }) => id)).size, sampleEventKinds.length);
  for (const { id, title, description } of sampleEventKinds) {
    assert.ok(title && description, id);
    const titles = sampleEventsOfKind(id, context).map((event) => event.title);
    assert.ok(titles.length > 0, id);
    assert.equal(new Set(titles).size, titles.length, id);
  }
  assert.deepEqual(sampleEventsOfKind("pigeon", context), []);
});

test("events name the function's region and account, and no other", () => {
  for (const { id } of sampleEventKinds) {
    const text = JSON.stringify(sampleEventsOfKind(id, context));
    assert.doesNotMatch(text, /us-east-1|123456789012/, id);
  }
});

test("SQS: MD5 is that of the body, attributes are texts, and the queue is the trigger's", () => {
  const queue = "arn:aws:sqs:eu-west-1:210987654321:orders";
  const { Records: records } = first("SQS", { Queue: queue });
  assert.ok(records);
  assert.equal(records.length, 2);
  for (const message of records) {
    assert.equal(
      keysOf(message),
      "attributes awsRegion body eventSource eventSourceARN md5OfBody messageAttributes messageId receiptHandle",
    );
    assert.equal(
      message["md5OfBody"],
      createHash("md5")
        .update(message["body"] ?? "")
        .digest("hex"),
    );
    assert.equal(message["eventSourceARN"], queue);
    for (const value of Object.values(message["attributes"] ?? {})) assert.equal(typeof value, "string");
  }
  assert.notEqual(records[0]?.["messageId"], records[1]?.["messageId"]);
});

test("SQS: a batch size of one makes one message", () => {
  assert.equal(first("SQS", { Queue: "q", BatchSize: 1 })["Records"]?.length, 1);
});

test("SQS: messages of a FIFO queue have a group, an order and a deduplication id", () => {
  const attributes = record("SQS", { Queue: "arn:aws:sqs:eu-west-1:210987654321:orders.fifo" })["attributes"];
  for (const name of ["SequenceNumber", "MessageGroupId", "MessageDeduplicationId"])
    assert.ok(attributes?.[name], name);
  assert.equal(record("SQS", { Queue: "orders" })["attributes"]?.["MessageGroupId"], undefined);
});

test("SNS: the record has SNS's own spelling and the trigger's topic", () => {
  const topic = "arn:aws:sns:eu-west-1:210987654321:alerts";
  const found = record("SNS", { Topic: topic });
  const message = found["Sns"];
  assert.equal(keysOf(found), "EventSource EventSubscriptionArn EventVersion Sns");
  assert.equal(
    keysOf(message),
    "Message MessageAttributes MessageId Signature SignatureVersion SigningCertUrl Subject Timestamp TopicArn Type UnsubscribeUrl",
  );
  assert.equal(message?.["TopicArn"], topic);
});

test("Kinesis: data is base64 of JSON, and the event id ends with the sequence number", () => {
  const found = record("Kinesis", { Stream: "arn:aws:kinesis:eu-west-1:210987654321:stream/clicks" });
  assert.deepEqual(JSON.parse(fromBase64(found["kinesis"]?.["data"]).toString()), { orderId: 1, status: "created" });
  assert.equal(found["eventID"], `shardId-000000000006:${found["kinesis"]?.["sequenceNumber"] ?? ""}`);
  assert.equal(found["eventName"], "aws:kinesis:record");
});

test("DynamoDB: attributes are typed, and each kind of change has the images that it has on AWS", () => {
  const stream = "arn:aws:dynamodb:eu-west-1:210987654321:table/orders/stream/2025-05-05T00:00:00.000";
  const records = eventsOf("DynamoDB", { Stream: stream }).flatMap((event): Json[] => event["Records"] ?? []);
  assert.deepEqual(
    records.map((found) => [found["eventName"], keysOf(found["dynamodb"])]),
    [
      ["INSERT", "ApproximateCreationDateTime Keys NewImage SequenceNumber SizeBytes StreamViewType"],
      ["MODIFY", "ApproximateCreationDateTime Keys NewImage OldImage SequenceNumber SizeBytes StreamViewType"],
      ["REMOVE", "ApproximateCreationDateTime Keys OldImage SequenceNumber SizeBytes StreamViewType"],
    ],
  );
  assert.deepEqual(records[0]?.["dynamodb"]?.["NewImage"], {
    id: { S: "1" },
    quantity: { N: "2" },
    status: { S: "created" },
  });
  for (const found of records) assert.equal(found["eventSourceARN"], stream);
  assert.equal(
    sampleEventsOf({ type: "DynamoDB", properties: { Stream: stream } }, context)[0]?.title,
    "DynamoDB: orders, items saved",
  );
});

const bucketEvents: readonly (readonly [asked: string, name: string, hasSize: boolean])[] = [
  ["s3:ObjectCreated:*", "ObjectCreated:Put", true],
  ["s3:ObjectCreated:Copy", "ObjectCreated:Copy", true],
  ["s3:ObjectRemoved:*", "ObjectRemoved:Delete", false],
  ["s3:ReducedRedundancyLostObject", "ReducedRedundancyLostObject", true],
];

for (const [asked, name, hasSize] of bucketEvents) {
  test(`S3: ${asked} comes as ${name}`, () => {
    const found = record("S3", { Bucket: "photos", Events: asked });
    assert.equal(found["eventName"], name);
    assert.equal(found["s3"]?.["object"]?.["size"] !== undefined, hasSize);
    assert.equal(found["s3"]?.["bucket"]?.["name"], "photos");
  });
}

test("S3: there is an event for each that the trigger lists", () => {
  assert.equal(eventsOf("S3", { Bucket: "b", Events: ["s3:ObjectCreated:Put", "s3:ObjectRemoved:*"] }).length, 2);
});

test("S3: the key fits the filter and is encoded as S3 does it", () => {
  const Rules = [
    { Name: "prefix", Value: "in/ä/" },
    { Name: "suffix", Value: ".png" },
  ];
  const found = record("S3", { Bucket: "b", Events: "s3:ObjectCreated:*", Filter: { S3Key: { Rules } } });
  assert.equal(found["s3"]?.["object"]?.["key"], "in/%C3%A4/my+photo.png");
});

test("CloudWatch Logs: data unpacks to lines of the trigger's group that match its pattern", () => {
  const event = first("CloudWatchLogs", { LogGroupName: "/app", FilterPattern: '"out of memory" FATAL' });
  const data = JSON.parse(gunzipSync(fromBase64(event["awslogs"]?.["data"])).toString()) as Json;
  assert.equal(keysOf(data), "logEvents logGroup logStream messageType owner subscriptionFilters");
  assert.equal(data["logGroup"], "/app");
  assert.match(data["logEvents"]?.[0]?.["message"] ?? "", /out of memory FATAL$/);
});

test("Cognito: each trigger has its source, its request and the answer to fill in", () => {
  const [signUp, challenge] = eventsOf("Cognito", { UserPool: "p", Trigger: ["PreSignUp", "DefineAuthChallenge"] });
  assert.equal(signUp?.["triggerSource"], "PreSignUp_SignUp");
  assert.equal(keysOf(signUp["response"]), "autoConfirmUser autoVerifyEmail autoVerifyPhone");
  assert.equal(challenge?.["triggerSource"], "DefineAuthChallenge_Authentication");
  assert.equal(keysOf(challenge["response"]), "challengeName failAuthentication issueTokens");
});

test("Kafka: records stand below topic and partition, key and value in base64", () => {
  for (const [type, source] of [
    ["MSK", "aws:kafka"],
    ["SelfManagedKafka", "SelfManagedKafka"],
  ] as const) {
    const event = first(type, { Topics: ["orders"] });
    assert.equal(event["eventSource"], source);
    const records = event["records"]?.["orders-0"];
    assert.equal(records?.length, 2);
    assert.deepEqual(JSON.parse(fromBase64(records[0]?.["value"]).toString()), { orderId: 1, status: "created" });
  }
});

test("IoT: the event has the columns that the rule selects", () => {
  assert.deepEqual(first("IoTRule", { Sql: "SELECT temperature AS t, state.level FROM 'a/b'" }), {
    t: 21.5,
    level: 21.5,
  });
  assert.equal(keysOf(first("IoTRule", { Sql: "SELECT * FROM 'a/b'" })), "deviceId humidity temperature");
});
