import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";
import { sampleTime } from "./sample-values.ts";
import { arnOf, batchOf, textIn, textsIn } from "./source-properties.ts";

/**
 * Messages of an Amazon MQ broker, in both shapes, since a template doesn't tell ActiveMQ from RabbitMQ here.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
 */
export function messageBrokerEvents(properties: SourceProperties, { region, accountId }: SampleContext): SampleEvent[] {
  const eventSourceArn = arnOf(
    textIn(properties, "Broker") ?? "sample-broker",
    (name) => `arn:aws:mq:${region}:${accountId}:broker:${name}:b-059f36b4-87a3-44ab-83d2-661975830a7d`,
  );
  const queue = textsIn(properties, "Queues")[0] ?? "sample-queue";
  const dataOf = (index: number): string =>
    Buffer.from(JSON.stringify({ orderId: index + 1, status: "created" })).toString("base64");
  const messages = batchOf(properties, (index) => ({
    messageID: `ID:b-059f36b4.mq.${region}.amazonaws.com-38001-1767225600000-9:1:1:1:${index + 1}`,
    messageType: "jms/text-message",
    deliveryMode: 1,
    replyTo: null,
    type: null,
    expiration: "60000",
    priority: 1,
    redelivered: false,
    destination: { physicalName: queue },
    data: dataOf(index),
    timestamp: sampleTime.ms,
    brokerInTime: sampleTime.ms,
    brokerOutTime: sampleTime.ms + 1,
    properties: {},
  }));
  const rabbit = batchOf(properties, (index) => ({
    basicProperties: {
      contentType: "application/json",
      contentEncoding: null,
      headers: {},
      deliveryMode: 1,
      priority: null,
      correlationId: null,
      replyTo: null,
      expiration: "60000",
      messageId: null,
      timestamp: "Jan 1, 2026, 12:00:00 AM",
      type: null,
      userId: null,
      appId: null,
      clusterId: null,
      bodySize: Buffer.from(dataOf(index), "base64").length,
    },
    redelivered: false,
    data: dataOf(index),
  }));
  return [
    { title: `ActiveMQ: ${queue}`, event: { eventSource: "aws:mq", eventSourceArn, messages } },
    {
      title: `RabbitMQ: ${queue}`,
      event: { eventSource: "aws:rmq", eventSourceArn, rmqMessagesByQueue: { [`${queue}::/`]: rabbit } },
    },
  ];
}
