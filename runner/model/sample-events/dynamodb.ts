import { createHash } from "node:crypto";
import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";
import { sampleTime } from "./sample-values.ts";
import { arnOf, batchOf, textIn } from "./source-properties.ts";

/**
 * Changes of a table's items, with both images. Attributes are typed: `{ "S": "text" }`, `{ "N": "1" }`.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export function dynamoDbEvents(properties: SourceProperties, { region, accountId }: SampleContext): SampleEvent[] {
  const stream = textIn(properties, "Stream") ?? "sample-table";
  const arn = arnOf(
    stream,
    (table) => `arn:aws:dynamodb:${region}:${accountId}:table/${table}/stream/2026-01-01T00:00:00.000`,
  );
  const table = /:table\/([^/]+)/.exec(arn)?.[1] ?? stream;
  const saved = batchOf(properties, (index) => recordOf(index === 0 ? "INSERT" : "MODIFY", index, arn, region));
  return [
    { title: `DynamoDB: ${table}, items saved`, event: { Records: saved } },
    { title: `DynamoDB: ${table}, item removed`, event: { Records: [recordOf("REMOVE", 2, arn, region)] } },
  ];
}

function recordOf(eventName: "INSERT" | "MODIFY" | "REMOVE", index: number, arn: string, region: string): unknown {
  const item = (status: string) => ({ id: { S: "1" }, quantity: { N: "2" }, status: { S: status } });
  return {
    eventID: createHash("md5").update(String(index)).digest("hex"),
    eventName,
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: sampleTime.s + index,
      Keys: { id: { S: "1" } },
      ...(eventName === "REMOVE" ? {} : { NewImage: item(eventName === "INSERT" ? "created" : "paid") }),
      ...(eventName === "INSERT" ? {} : { OldImage: item(eventName === "MODIFY" ? "created" : "paid") }),
      SequenceNumber: String(4_421_584_500_000_000_017_450_439_091n + BigInt(index)),
      SizeBytes: 26,
      StreamViewType: "NEW_AND_OLD_IMAGES",
    },
    eventSourceARN: arn,
  };
}
