import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";
import { sampleTime, sampleUuid } from "./sample-values.ts";
import { arnOf, lastPart, textIn } from "./source-properties.ts";

/**
 * A message of a topic: Lambda gets one at a time.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export function snsEvents(properties: SourceProperties, { region, accountId }: SampleContext): SampleEvent[] {
  const topic = textIn(properties, "Topic") ?? "sample-topic";
  const arn = arnOf(topic, (name) => `arn:aws:sns:${region}:${accountId}:${name}`);
  const subscription = `${arn}:21be56ed-a058-49f5-8c98-aedd2564c486`;
  const record = {
    EventVersion: "1.0",
    EventSubscriptionArn: subscription,
    EventSource: "aws:sns",
    Sns: {
      SignatureVersion: "1",
      Timestamp: sampleTime.isoWithMs,
      Signature: "c2FtcGxlIHNpZ25hdHVyZQ==",
      SigningCertUrl: `https://sns.${region}.amazonaws.com/SimpleNotificationService-sample.pem`,
      MessageId: sampleUuid(0),
      Message: JSON.stringify({ orderId: 1, status: "created" }),
      MessageAttributes: { kind: { Type: "String", Value: "order" } },
      Type: "Notification",
      UnsubscribeUrl: `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscription}`,
      TopicArn: arn,
      Subject: "Sample",
    },
  };
  return [{ title: `SNS: ${lastPart(arn)}`, event: { Records: [record] } }];
}
