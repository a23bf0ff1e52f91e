import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";
import { inLists } from "./rest-api.ts";
import { sampleApiId, sampleCaller, sampleTime, sampleTraceId } from "./sample-values.ts";
import { textIn } from "./source-properties.ts";

/**
 * What a WebSocket API sends for a route; without one, a connection's life from `$connect` to `$disconnect`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export function webSocketEvents(properties: SourceProperties, context: SampleContext): SampleEvent[] {
  const route = textIn(properties, "RouteKey") ?? textIn(properties, "Route");
  const routes = route === undefined ? ["$connect", "$default", "$disconnect"] : [route];
  return routes.map((routeKey) => ({ title: `WebSocket ${routeKey}`, event: eventOf(routeKey, context) }));
}

function eventOf(routeKey: string, { region }: SampleContext): unknown {
  const domainName = `${sampleApiId}.execute-api.${region}.amazonaws.com`;
  switch (routeKey) {
    case "$connect": {
      const headers = handshakeHeaders(domainName);
      return {
        headers,
        multiValueHeaders: inLists(headers),
        requestContext: contextOf(routeKey, "CONNECT", domainName),
        isBase64Encoded: false,
      };
    }
    case "$disconnect": {
      const headers = { Host: domainName, "x-api-key": "", "X-Forwarded-For": "", "x-restapi": "" };
      const requestContext = {
        ...contextOf(routeKey, "DISCONNECT", domainName),
        disconnectStatusCode: 1000,
        disconnectReason: "Closed by client",
      };
      return { headers, multiValueHeaders: inLists(headers), requestContext, isBase64Encoded: false };
    }
    default: {
      // API Gateway chooses the route by the message's `action`, unless the API says otherwise.
      const action = routeKey === "$default" ? "unknown" : routeKey;
      return {
        requestContext: { ...contextOf(routeKey, "MESSAGE", domainName), messageId: "JKJaXcmKoAMCKTA=" },
        body: JSON.stringify({ action, data: "hello" }),
        isBase64Encoded: false,
      };
    }
  }
}

function contextOf(routeKey: string, eventType: string, domainName: string): Record<string, unknown> {
  return {
    routeKey,
    eventType,
    extendedRequestId: "JKJaXGNPvHcEZ0g=",
    requestTime: sampleTime.commonLog,
    messageDirection: "IN",
    stage: "prod",
    connectedAt: sampleTime.ms,
    requestTimeEpoch: sampleTime.ms,
    identity: { sourceIp: sampleCaller.address, userAgent: sampleCaller.userAgent },
    requestId: "JKJaXGNPvHcEZ0g=",
    domainName,
    connectionId: "JKJaXcmKoAMCKTA=",
    apiId: sampleApiId,
  };
}

function handshakeHeaders(host: string): Record<string, string> {
  return {
    Host: host,
    "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
    "User-Agent": sampleCaller.userAgent,
    "X-Amzn-Trace-Id": sampleTraceId,
    "X-Forwarded-For": sampleCaller.address,
    "X-Forwarded-Port": "443",
    "X-Forwarded-Proto": "https",
  };
}
