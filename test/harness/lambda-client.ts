import { InvokeCommand, LambdaClient, type InvokeCommandInput } from "@aws-sdk/client-lambda";
import type { Scope } from "./scope.ts";

/** What an Invoke answered, decoded. */
export interface Answer {
  readonly statusCode: number | undefined;
  /** The payload's JSON; undefined when there was none. */
  readonly payload: unknown;
  readonly functionError: string | undefined;
  readonly executedVersion: string | undefined;
  readonly requestId: string;
  /** End of the log; empty unless it was asked for. */
  readonly log: string;
}

/** AWS's own client on a runner. Tries once, unless `maxAttempts` says otherwise. */
export function lambdaClient(scope: Scope, endpoint: string, maxAttempts = 1): LambdaClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new LambdaClient({ endpoint, region: "us-east-1", credentials, maxAttempts });
  scope.after(() => client.destroy());
  return client;
}

/** Calls a function with the tail of its log. */
export async function invoke(
  client: LambdaClient,
  functionName: string,
  event: unknown = {},
  input: Partial<InvokeCommandInput> = {},
): Promise<Answer> {
  const command = { FunctionName: functionName, LogType: "Tail", Payload: JSON.stringify(event), ...input } as const;
  const { StatusCode, Payload, FunctionError, LogResult, ExecutedVersion, $metadata } = await client.send(
    new InvokeCommand(command),
  );
  // Typed as undefined, but null for an answer without a body.
  const text = Buffer.from(Payload ?? "").toString();
  return {
    statusCode: StatusCode,
    payload: text === "" ? undefined : (JSON.parse(text) as unknown),
    functionError: FunctionError,
    executedVersion: ExecutedVersion,
    requestId: $metadata.requestId ?? "",
    log: Buffer.from(LogResult ?? "", "base64").toString(),
  };
}
