import { requestsOf } from "./http-request.ts";
import { payloadOf } from "./http-api.ts";
import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";
import { textIn } from "./source-properties.ts";

const urlId = "abcdefghijklmnopqrstuvwxyz012345";

/**
 * A request to a function URL: payload format 2.0, always by the route `$default`.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export function functionUrlEvents(properties: SourceProperties, { accountId, region }: SampleContext): SampleEvent[] {
  const domain = `${urlId}.lambda-url.${region}.on.aws`;
  const isSigned = textIn(properties, "AuthType") === "AWS_IAM";
  const receiver = {
    accountId: isSigned ? accountId : "anonymous",
    apiId: urlId,
    domain,
    routeKey: "$default",
    ...(isSigned ? { authorizer: { iam: callerOf(accountId) } } : {}),
  };
  return requestsOf({ method: "ANY", path: undefined }, domain).map((request) => ({
    title: `${request.method} function URL`,
    event: payloadOf(request, receiver),
  }));
}

function callerOf(accountId: string): unknown {
  return {
    accessKey: "ASIAEXAMPLE",
    accountId,
    callerId: "AROAEXAMPLE:caller",
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: `arn:aws:sts::${accountId}:assumed-role/caller/caller`,
    userId: "AROAEXAMPLE:caller",
  };
}
