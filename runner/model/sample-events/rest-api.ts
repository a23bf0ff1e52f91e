import { requestsOf, routeOf, type HttpRequest } from "./http-request.ts";
import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";
import { sampleApiId, sampleCaller, sampleRequestId, sampleTime } from "./sample-values.ts";

/** A method of a REST API, handed on by Lambda proxy integration. */
export function restApiEvents(properties: SourceProperties, context: SampleContext): SampleEvent[] {
  const route = routeOf(properties);
  const resource = route.path ?? "/";
  return requestsOf(route, `${sampleApiId}.execute-api.${context.region}.amazonaws.com`).map((request) => ({
    title: `${request.method} ${resource}`,
    event: proxyEvent(request, { resource, stage: "Prod", resourceId: "abcdef" }, context),
  }));
}

export interface RestResource {
  /** `/pets/{id}` */
  readonly resource: string;
  readonly stage: string;
  readonly resourceId: string | null;
}

/**
 * The proxy event, payload format 1.0: what is absent is `null`, and everything that may repeat comes twice.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function proxyEvent(
  request: HttpRequest,
  { resource, stage, resourceId }: RestResource,
  { accountId, region }: SampleContext,
): Record<string, unknown> {
  const { method, path, queryString, pathParameters, body } = request;
  const headers = withUsualCase(request.headers);
  return {
    resource,
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: inLists(headers),
    queryStringParameters: queryString ?? null,
    multiValueQueryStringParameters: queryString === undefined ? null : inLists(queryString),
    pathParameters: pathParameters ?? null,
    stageVariables: null,
    requestContext: {
      accountId,
      apiId: sampleApiId,
      domainName: `${sampleApiId}.execute-api.${region}.amazonaws.com`,
      domainPrefix: sampleApiId,
      extendedRequestId: "JKJaXmPLvHcESHA=",
      httpMethod: method,
      identity: {
        accessKey: null,
        accountId: null,
        caller: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: sampleCaller.address,
        user: null,
        userAgent: sampleCaller.userAgent,
        userArn: null,
      },
      path: stage === "$default" ? path : `/${stage}${path}`,
      protocol: "HTTP/1.1",
      requestId: sampleRequestId,
      requestTime: sampleTime.commonLog,
      requestTimeEpoch: sampleTime.ms,
      resourceId,
      resourcePath: resource,
      stage,
    },
    body: body ?? null,
    isBase64Encoded: false,
  };
}

export function inLists(map: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, [value]]));
}

/** This format passes names on as the client wrote them, and writes its own like `X-Forwarded-For`. */
function withUsualCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), value]),
  );
}
