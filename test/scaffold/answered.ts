import assert from "node:assert/strict";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { NewFunction, ScaffoldedFile } from "../../extension/scaffold/new-function.ts";
import { shapeOf } from "../../extension/scaffold/triggers.ts";
import { invoke } from "../harness/lambda-client.ts";

/** Sends a scaffolded function each of its sample events, and looks at the answers as their source would. */
export async function assertAnswersSampleEvents(
  client: LambdaClient,
  { name, trigger }: NewFunction,
  files: readonly ScaffoldedFile[],
): Promise<void> {
  const events = files.filter(({ path }) => path.startsWith("events/"));
  assert.notEqual(events.length, 0);
  for (const { path, text } of events) {
    const { functionError, payload, log } = await invoke(client, name, JSON.parse(text));
    assert.equal(functionError, undefined, `${path}: ${log}`);
    assertAllIsWell(trigger, payload);
  }
}

function assertAllIsWell(trigger: NewFunction["trigger"], payload: unknown): void {
  const { statusCode, batchItemFailures, message } = (payload ?? {}) as Record<string, unknown>;
  switch (shapeOf(trigger)) {
    case "http":
    case "rest":
    case "websocket":
      assert.equal(statusCode, 200);
      break;
    case "sqs":
    case "dynamodb":
      assert.deepEqual(batchItemFailures, []);
      break;
    case "none":
      assert.equal(message, "Hello, world!");
      break;
    default:
      assert.equal(payload, null);
  }
}
