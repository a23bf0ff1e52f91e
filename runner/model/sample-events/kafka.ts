import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";
import { sampleTime } from "./sample-values.ts";
import { arnOf, batchOf, textIn, textsIn } from "./source-properties.ts";

/**
 * Records of an MSK cluster's topic, by topic and partition.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html
 */
export function mskEvents(properties: SourceProperties, { region, accountId }: SampleContext): SampleEvent[] {
  const cluster = textIn(properties, "Stream") ?? "sample-cluster";
  const eventSourceArn = arnOf(
    cluster,
    (name) => `arn:aws:kafka:${region}:${accountId}:cluster/${name}/059f36b4-87a3-44ab-83d2-661975830a7d-2`,
  );
  const servers = `b-1.sample.c1.kafka.${region}.amazonaws.com:9092,b-2.sample.c1.kafka.${region}.amazonaws.com:9092`;
  return kafkaEvents(properties, { eventSource: "aws:kafka", eventSourceArn, bootstrapServers: servers });
}

/** Records of a Kafka cluster outside of MSK. https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html */
export function selfManagedKafkaEvents(properties: SourceProperties): SampleEvent[] {
  const servers = textsIn(properties, "KafkaBootstrapServers").join(",") || "kafka.example.com:9092";
  return kafkaEvents(properties, { eventSource: "SelfManagedKafka", bootstrapServers: servers });
}

function kafkaEvents(properties: SourceProperties, source: Readonly<Record<string, string>>): SampleEvent[] {
  const topic = textsIn(properties, "Topics")[0] ?? "sample-topic";
  const records = batchOf(properties, (index) => ({
    topic,
    partition: 0,
    offset: 15 + index,
    timestamp: sampleTime.ms + index,
    timestampType: "CREATE_TIME",
    key: Buffer.from(String(index + 1)).toString("base64"),
    value: Buffer.from(JSON.stringify({ orderId: index + 1, status: "created" })).toString("base64"),
    headers: [{ kind: [...Buffer.from("order")] }],
  }));
  return [{ title: `Kafka: ${topic}`, event: { ...source, records: { [`${topic}-0`]: records } } }];
}
