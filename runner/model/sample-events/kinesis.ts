import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";
import { sampleTime } from "./sample-values.ts";
import { arnOf, batchOf, lastPart, textIn } from "./source-properties.ts";

/**
 * Records of a stream; their data is base64.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
export function kinesisEvents(properties: SourceProperties, context: SampleContext): SampleEvent[] {
  const { region, accountId, functionName } = context;
  const stream = textIn(properties, "Stream") ?? "sample-stream";
  const arn = arnOf(stream, (name) => `arn:aws:kinesis:${region}:${accountId}:stream/${name}`);
  const Records = batchOf(properties, (index) => {
    const sequenceNumber = String(49590338271490256608559692538361571095921575989136588898n + BigInt(index));
    return {
      kinesis: {
        kinesisSchemaVersion: "1.0",
        partitionKey: String(index + 1),
        sequenceNumber,
        data: Buffer.from(JSON.stringify({ orderId: index + 1, status: "created" })).toString("base64"),
        approximateArrivalTimestamp: sampleTime.s + index / 1000,
      },
      eventSource: "aws:kinesis",
      eventVersion: "1.0",
      eventID: `shardId-000000000006:${sequenceNumber}`,
      eventName: "aws:kinesis:record",
      invokeIdentityArn: `arn:aws:iam::${accountId}:role/${functionName}`,
      awsRegion: region,
      eventSourceARN: arn,
    };
  });
  return [{ title: `Kinesis: ${lastPart(arn)}`, event: { Records } }];
}
