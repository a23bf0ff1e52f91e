import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleEventsOf, sampleEventsOfKind } from "./sample-events.ts";

const context = { region: "eu-west-1", accountId: "210987654321", functionName: "orders" };

type Json = { readonly [key: string]: Json } & readonly Json[] & string;

function eventsOf(type: string, properties: Record<string, unknown>): { title: string; event: Json }[] {
  return sampleEventsOf({ type, properties }, context).map(({ title, event }) => ({ title, event: event as Json }));
}

function only(type: string, properties: Record<string, unknown>): Json {
  const [found, ...others] = eventsOf(type, properties);
  assert.ok(found);
  assert.equal(others.length, 0);
  return found.event;
}

function keysOf(value: unknown): string {
  return Object.keys(value as object)
    .toSorted()
    .join(" ");
}

test("payload 2.0 has its keys, names in lower case, and leaves out what is absent", () => {
  const event = only("HttpApi", { Path: "/orders", Method: "get" });
  assert.equal(
    keysOf(event),
    "headers isBase64Encoded queryStringParameters rawPath rawQueryString requestContext routeKey version",
  );
  assert.equal(
    keysOf(event["requestContext"]),
    "accountId apiId domainName domainPrefix http requestId routeKey stage time timeEpoch",
  );
  assert.equal(keysOf(event["requestContext"]?.["http"]), "method path protocol sourceIp userAgent");
  assert.deepEqual(
    [event["version"], event["routeKey"], event["rawPath"], event["rawQueryString"]],
    ["2.0", "GET /orders", "/orders", "q=sample"],
  );
  for (const name of Object.keys(event["headers"] ?? {})) assert.equal(name, name.toLowerCase());
});

test("payload 2.0 fills in path parameters, greedy ones too", () => {
  const event = only("HttpApi", { Path: "/orders/{orderId}/{kind}/{rest+}", Method: "DELETE" });
  assert.equal(event["routeKey"], "DELETE /orders/{orderId}/{kind}/{rest+}");
  assert.equal(event["rawPath"], "/orders/123/sample-kind/a/b");
  assert.deepEqual(event["pathParameters"], { orderId: "123", kind: "sample-kind", rest: "a/b" });
  assert.equal(event["body"], undefined);
});

test("what is posted is JSON with its true length", () => {
  const event = only("HttpApi", { Path: "/orders", Method: "post" });
  assert.deepEqual(JSON.parse(event["body"] ?? ""), { name: "sample", quantity: 1 });
  assert.equal(event["headers"]?.["content-length"], String(event["body"]?.length));
  assert.equal(event["headers"]["content-type"], "application/json");
  assert.equal(event["isBase64Encoded"], false);
});

test("an HTTP API's event with no path is of the route $default, read and written", () => {
  const events = eventsOf("HttpApi", {});
  assert.deepEqual(
    events.map(({ title, event }) => [title, event["routeKey"], event["requestContext"]?.["http"]?.["method"]]),
    [
      ["GET /", "$default", "GET"],
      ["POST /", "$default", "POST"],
    ],
  );
});

test("a route for any method keeps ANY in its key", () => {
  assert.deepEqual(
    eventsOf("HttpApi", { Path: "/a", Method: "any" }).map(({ event }) => event["routeKey"]),
    ["ANY /a", "ANY /a"],
  );
});

test("payload 1.0 of an HTTP API says so and has REST's shape", () => {
  const event = only("HttpApi", { Path: "/a", Method: "get", PayloadFormatVersion: "1.0" });
  assert.equal(event["version"], "1.0");
  assert.equal(event["httpMethod"], "GET");
  assert.equal(event["requestContext"]?.["stage"], "$default");
  assert.equal(event["requestContext"]["path"], "/a");
});

test("a REST API's event has all keys, with null for what is absent, and no version", () => {
  const event = only("Api", { Path: "/pets/{proxy+}", Method: "put" });
  assert.equal(
    keysOf(event),
    "body headers httpMethod isBase64Encoded multiValueHeaders multiValueQueryStringParameters path pathParameters queryStringParameters requestContext resource stageVariables",
  );
  assert.equal(
    keysOf(event["requestContext"]),
    "accountId apiId domainName domainPrefix extendedRequestId httpMethod identity path protocol requestId requestTime requestTimeEpoch resourceId resourcePath stage",
  );
  assert.deepEqual(
    [event["resource"], event["path"], event["requestContext"]?.["path"], event["queryStringParameters"]],
    ["/pets/{proxy+}", "/pets/a/b", "/Prod/pets/a/b", null],
  );
  assert.equal(event["headers"]?.["Content-Type"], "application/json");
  assert.deepEqual(event["multiValueHeaders"]?.["Content-Type"], ["application/json"]);
});

test("a function URL calls the caller anonymous, unless requests are signed", () => {
  const open = eventsOf("FunctionUrl", { AuthType: "NONE" })[0]?.event["requestContext"];
  assert.equal(open?.["accountId"], "anonymous");
  assert.equal(open["authorizer"], undefined);
  assert.match(open["domainName"] ?? "", /^[a-z0-9]{32}\.lambda-url\.eu-west-1\.on\.aws$/);
  const signed = eventsOf("FunctionUrl", { AuthType: "AWS_IAM" })[0]?.event["requestContext"];
  assert.equal(signed?.["accountId"], "210987654321");
  assert.equal(
    keysOf(signed["authorizer"]?.["iam"]),
    "accessKey accountId callerId cognitoIdentity principalOrgId userArn userId",
  );
});

test("a WebSocket's connection opens with headers, sends bodies, and closes with a reason", () => {
  const [connect, message, disconnect] = eventsOf("WebSocketApi", {}).map(({ event }) => event);
  assert.equal(connect?.["requestContext"]?.["eventType"], "CONNECT");
  assert.ok(connect["headers"]?.["Sec-WebSocket-Key"]);
  assert.equal(keysOf(message), "body isBase64Encoded requestContext");
  assert.equal(message?.["requestContext"]?.["routeKey"], "$default");
  assert.equal(disconnect?.["requestContext"]?.["disconnectReason"], "Closed by client");
});

test("a WebSocket's message is the one that its route takes", () => {
  const event = only("WebSocketApi", { RouteKey: "send" });
  assert.equal((JSON.parse(event["body"] ?? "") as Json)["action"], "send");
});

test("a load balancer names its target group", () => {
  const event = sampleEventsOfKind("load-balancer", context)[0]?.event as Json;
  assert.match(event["requestContext"]?.["elb"]?.["targetGroupArn"] ?? "", /^arn:aws:elasticloadbalancing:eu-west-1:/);
  assert.equal(keysOf(event), "body headers httpMethod isBase64Encoded path queryStringParameters requestContext");
});
