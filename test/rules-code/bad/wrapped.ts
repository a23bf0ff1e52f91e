import { SQS } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import * as Sentry from "@sentry/aws-serverless";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import type { Handler } from "aws-lambda";
import { createClient } from "redis";

const withLogs = (inner: Handler): Handler => middy(inner).use(injectLambdaContext(console as never));

export const handler = Sentry.wrapHandler(
  withLogs(async (event) => {
    const queue = new SQS({}); // expect: client-in-handler
    const cache = await createClient({ url: process.env.REDIS_URL }).connect(); // expect: client-in-handler
    if (event.isWarmUp) {
      const parameters = new SSMClient({ region: "eu-west-1" }); // expect: client-in-handler
      return parameters.config.region();
    }
    return [await queue.listQueues({}), await cache.get("key")];
  }),
) satisfies Handler;
