import { createHash } from "node:crypto";
import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";
import { samplePrincipalId, sampleTime, sampleUuid } from "./sample-values.ts";
import { arnOf, batchOf, lastPart, textIn } from "./source-properties.ts";

/**
 * Messages of a queue, with what FIFO queues add when it is one.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function sqsEvents(properties: SourceProperties, { region, accountId }: SampleContext): SampleEvent[] {
  const queue = textIn(properties, "Queue") ?? "sample-queue";
  const arn = arnOf(queue, (name) => `arn:aws:sqs:${region}:${accountId}:${name}`);
  const isFifo = arn.endsWith(".fifo");
  const Records = batchOf(properties, (index) => {
    const body = JSON.stringify({ orderId: index + 1, status: "created" });
    return {
      messageId: sampleUuid(index),
      receiptHandle: `AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a${index}`,
      body,
      attributes: {
        ApproximateReceiveCount: "1",
        SentTimestamp: String(sampleTime.ms + index),
        ...(isFifo ? fifoAttributes(body, index) : {}),
        SenderId: samplePrincipalId,
        ApproximateFirstReceiveTimestamp: String(sampleTime.ms + index + 10),
      },
      messageAttributes: {},
      md5OfBody: createHash("md5").update(body).digest("hex"),
      eventSource: "aws:sqs",
      eventSourceARN: arn,
      awsRegion: region,
    };
  });
  return [{ title: `SQS: ${lastPart(arn)}`, event: { Records } }];
}

/** With content-based deduplication, the id is the SHA-256 of the body. */
function fifoAttributes(body: string, index: number): Record<string, string> {
  return {
    SequenceNumber: String(18_850_496_460_000_000_000n + BigInt(index)),
    MessageGroupId: "group-1",
    MessageDeduplicationId: createHash("sha256").update(body).digest("hex"),
  };
}
