import { gzipSync } from "node:zlib";
import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";
import { sampleRequestId, sampleTime } from "./sample-values.ts";
import { textIn } from "./source-properties.ts";

/**
 * Lines of a log group: JSON, packed by gzip, in base64.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export function cloudWatchLogsEvents(
  properties: SourceProperties,
  { accountId, functionName }: SampleContext,
): SampleEvent[] {
  const logGroup = textIn(properties, "LogGroupName") ?? "/aws/lambda/another-function";
  const text = textMatching(textIn(properties, "FilterPattern"));
  const data = {
    messageType: "DATA_MESSAGE",
    owner: accountId,
    logGroup,
    logStream: "2026/01/01/[$LATEST]0123456789abcdef0123456789abcdef",
    subscriptionFilters: [`${functionName}-filter`],
    logEvents: [0, 1].map((index) => ({
      id: String(34_622_316_099_697_884_706_540_976_068_822_859_012_661_220_141_643_892_546n + BigInt(index)),
      timestamp: sampleTime.ms + index,
      message: `${sampleTime.isoWithMs}\t${sampleRequestId}\t${text}`,
    })),
  };
  const event = { awslogs: { data: gzipSync(JSON.stringify(data)).toString("base64") } };
  return [{ title: `CloudWatch Logs: ${logGroup}`, event }];
}

/** Of a pattern of plain words, those words: a line must hold them all. */
function textMatching(pattern: string | undefined): string {
  const words = pattern?.match(/"[^"]+"|\S+/g) ?? [];
  const isPlain = words.length > 0 && words.every((word) => /^(?:"[^"]+"|\??\w+)$/.test(word));
  return isPlain ? words.map((word) => word.replace(/^\?|"/g, "")).join(" ") : "ERROR\tThe order was refused.";
}
