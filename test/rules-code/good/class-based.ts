import { Logger } from "@aws-lambda-powertools/logger";
import type { LambdaInterface } from "@aws-lambda-powertools/commons/types";
import { S3Client, ListBucketsCommand } from "@aws-sdk/client-s3";

const logger = new Logger();

class Lambda implements LambdaInterface {
  readonly #s3 = new S3Client({});

  @logger.injectLambdaContext()
  public async handler(): Promise<unknown> {
    return this.#s3.send(new ListBucketsCommand({}));
  }
}

const lambda = new Lambda();
export const handler = lambda.handler.bind(lambda);
