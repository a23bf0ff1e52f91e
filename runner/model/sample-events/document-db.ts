import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";
import { sampleTime } from "./sample-values.ts";
import { arnOf, textIn } from "./source-properties.ts";

/**
 * A change of a DocumentDB collection.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html
 */
export function documentDbEvents(properties: SourceProperties, { region, accountId }: SampleContext): SampleEvent[] {
  const cluster = textIn(properties, "Cluster") ?? "sample-cluster";
  const db = textIn(properties, "DatabaseName") ?? "sample";
  const coll = textIn(properties, "CollectionName") ?? "orders";
  const _id = { $oid: "6955b900a1b2c3d4e5f60718" };
  const change = {
    _id: { _data: "016955b9000000000200000001000000020007" },
    clusterTime: { $timestamp: { t: sampleTime.s, i: 1 } },
    documentKey: { _id },
    fullDocument: { _id, orderId: 1, status: "created" },
    ns: { db, coll },
    operationType: "insert",
  };
  const event = {
    eventSourceArn: arnOf(cluster, (name) => `arn:aws:rds:${region}:${accountId}:cluster:${name}`),
    events: [{ event: change }],
    eventSource: "aws:docdb",
  };
  return [{ title: `DocumentDB: insert into ${db}.${coll}`, event }];
}
