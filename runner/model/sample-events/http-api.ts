import { requestsOf, routeOf, type HttpRequest } from "./http-request.ts";
import { proxyEvent } from "./rest-api.ts";
import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";
import { sampleApiId, sampleCaller, sampleTime } from "./sample-values.ts";
import { textIn } from "./source-properties.ts";

/** A route of an HTTP API, in payload format 2.0 unless the route says 1.0. */
export function httpApiEvents(properties: SourceProperties, context: SampleContext): SampleEvent[] {
  const route = routeOf(properties);
  const domain = `${sampleApiId}.execute-api.${context.region}.amazonaws.com`;
  const routeKey = route.path === undefined ? "$default" : `${route.method} ${route.path}`;
  return requestsOf(route, domain).map((request) => ({
    title: `${request.method} ${route.path ?? "/"}`,
    event:
      textIn(properties, "PayloadFormatVersion") === "1.0" || properties["PayloadFormatVersion"] === 1
        ? firstFormat(request, route.path ?? "$default", context)
        : payloadOf(request, { accountId: context.accountId, apiId: sampleApiId, domain, routeKey }),
  }));
}

/** Who took the request, as payload format 2.0 tells it. */
export interface HttpReceiver {
  readonly accountId: string;
  readonly apiId: string;
  readonly domain: string;
  readonly routeKey: string;
  readonly authorizer?: unknown;
}

/**
 * Payload format 2.0: what is absent is left out.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function payloadOf(request: HttpRequest, receiver: HttpReceiver): unknown {
  const { method, path, headers, queryString, pathParameters, body } = request;
  const { accountId, apiId, domain, routeKey, authorizer } = receiver;
  return {
    version: "2.0",
    routeKey,
    rawPath: path,
    rawQueryString: new URLSearchParams(queryString).toString(),
    headers,
    ...(queryString === undefined ? {} : { queryStringParameters: queryString }),
    requestContext: {
      accountId,
      apiId,
      ...(authorizer === undefined ? {} : { authorizer }),
      domainName: domain,
      domainPrefix: apiId,
      http: { method, path, protocol: "HTTP/1.1", sourceIp: sampleCaller.address, userAgent: sampleCaller.userAgent },
      requestId: "JKJaXmPLvHcESHA=",
      routeKey,
      stage: "$default",
      time: sampleTime.commonLog,
      timeEpoch: sampleTime.ms,
    },
    ...(pathParameters === undefined ? {} : { pathParameters }),
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: false,
  };
}

function firstFormat(request: HttpRequest, resource: string, context: SampleContext): unknown {
  return { version: "1.0", ...proxyEvent(request, { resource, stage: "$default", resourceId: null }, context) };
}
