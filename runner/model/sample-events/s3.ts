import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";
import { sampleCaller, samplePrincipalId, sampleTime } from "./sample-values.ts";
import { asMap, mapIn, textIn, textsIn } from "./source-properties.ts";

/**
 * What a bucket tells of an object, one event for each kind that the function asked for. The key fits the filter.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function s3Events(properties: SourceProperties, { region }: SampleContext): SampleEvent[] {
  const bucket = textIn(properties, "Bucket") ?? "sample-bucket";
  const asked = textsIn(properties, "Events");
  return (asked.length > 0 ? asked : ["s3:ObjectCreated:*"]).map((text) => {
    const eventName = concreteName(text);
    return {
      title: `S3: ${eventName} in ${bucket}`,
      event: { Records: [recordOf(eventName, bucket, keyFor(properties), region)] },
    };
  });
}

function recordOf(eventName: string, bucket: string, key: string, region: string): unknown {
  // What is gone has no size any more.
  const isGone = /^(ObjectRemoved|LifecycleExpiration):/.test(eventName);
  return {
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: region,
    eventTime: sampleTime.isoWithMs,
    eventName,
    userIdentity: { principalId: samplePrincipalId },
    requestParameters: { sourceIPAddress: sampleCaller.address },
    responseElements: { "x-amz-request-id": "EXAMPLE123456789", "x-amz-id-2": "EXAMPLE123/sample" },
    s3: {
      s3SchemaVersion: "1.0",
      configurationId: "sample-notification",
      bucket: { name: bucket, ownerIdentity: { principalId: "EXAMPLE" }, arn: `arn:aws:s3:::${bucket}` },
      object: {
        key: encoded(key),
        ...(isGone ? {} : { size: 1024, eTag: "0123456789abcdef0123456789abcdef" }),
        sequencer: "0A1B2C3D4E5F678901",
      },
    },
  };
}

/** `s3:ObjectCreated:*` is how one asks; `ObjectCreated:Put` is what comes. */
function concreteName(asked: string): string {
  const [, group = "ObjectCreated", action = "*"] = asked.split(":");
  if (action !== "*") return `${group}:${action}`;
  const usual = Object.hasOwn(usualActions, group) ? usualActions[group] : undefined;
  return usual === undefined ? group : `${group}:${usual}`;
}

const usualActions: Readonly<Record<string, string>> = {
  LifecycleExpiration: "Delete",
  ObjectAcl: "Put",
  ObjectCreated: "Put",
  ObjectRemoved: "Delete",
  ObjectRestore: "Completed",
  ObjectTagging: "Put",
  Replication: "OperationFailedReplication",
};

function keyFor(properties: SourceProperties): string {
  const rules = mapIn(mapIn(properties, "Filter"), "S3Key")["Rules"];
  const values = new Map(
    (Array.isArray(rules) ? (rules as unknown[]) : []).map((rule) => {
      const { Name, Value } = asMap(rule) ?? {};
      return [String(Name).toLowerCase(), String(Value)] as const;
    }),
  );
  // With a space, because many functions forget to decode the key.
  return `${values.get("prefix") ?? "uploads/"}my photo${values.get("suffix") ?? ".jpg"}`;
}

/** S3 encodes keys like a form's values, slashes apart. */
function encoded(key: string): string {
  return encodeURIComponent(key).replaceAll("%2F", "/").replaceAll("%20", "+");
}
