import { requestsOf } from "./http-request.ts";
import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";

/**
 * A request that an Application Load Balancer hands on.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
 */
export function loadBalancerEvents(
  _properties: SourceProperties,
  { region, accountId, functionName }: SampleContext,
): SampleEvent[] {
  const host = `balancer-1234567890.${region}.elb.amazonaws.com`;
  const targetGroupArn = `arn:aws:elasticloadbalancing:${region}:${accountId}:targetgroup/${functionName}/6d0ecf831eec9f09`;
  return requestsOf({ method: "ANY", path: "/" }, host).map(({ method, path, queryString, headers, body }) => ({
    title: `Load balancer: ${method} ${path}`,
    event: {
      requestContext: { elb: { targetGroupArn } },
      httpMethod: method,
      path,
      queryStringParameters: queryString ?? {},
      headers,
      body: body ?? "",
      isBase64Encoded: false,
    },
  }));
}
