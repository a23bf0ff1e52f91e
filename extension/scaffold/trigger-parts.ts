import { kebabCase } from "./function-name.ts";
import { attribute, ref, sub, type TemplateMap } from "./template-value.ts";
import type { TriggerId } from "./triggers.ts";
import { webSocketResources } from "./web-socket-resources.ts";

/** What a trigger adds to a template. */
export interface TriggerParts {
  /** More properties of the function itself, `Events` among them. */
  readonly properties: TemplateMap;
  /** More resources by logical id. */
  readonly resources: TemplateMap;
}

/** Seconds a scaffolded function may run. */
export const timeoutS = 10;

const secondsOf14Days = 1_209_600;

/**
 * The trigger's event source, the resources it needs, what catches events that could not be handled, and rights on
 * those resources alone. Rights to read queues and streams are not in it: SAM gives them by itself.
 */
export function triggerParts(trigger: TriggerId, name: string): TriggerParts {
  return parts[trigger](name);
}

const parts: Readonly<Record<TriggerId, (name: string) => TriggerParts>> = {
  "http-api": (name) => ({
    properties: { Events: { Request: { Type: "HttpApi", Properties: { Method: "GET", Path: pathOf(name) } } } },
    resources: {},
  }),
  "rest-api": (name) => ({
    properties: { Events: { Request: { Type: "Api", Properties: { Method: "GET", Path: pathOf(name) } } } },
    resources: {},
  }),
  "function-url": () => ({ properties: { FunctionUrlConfig: { AuthType: "AWS_IAM" } }, resources: {} }),
  websocket: (name) => ({
    properties: {
      Policies: [
        allow(
          "execute-api:ManageConnections",
          sub(
            `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${name}WebSocket}/live/POST/@connections/*`,
          ),
        ),
      ],
    },
    resources: webSocketResources(name),
  }),
  s3: (name) => ({
    properties: {
      ...failuresQueueOf(name).properties,
      Events: { Upload: { Type: "S3", Properties: { Bucket: ref(`${name}Bucket`), Events: ["s3:ObjectCreated:*"] } } },
    },
    resources: {
      [`${name}Bucket`]: {
        Type: "AWS::S3::Bucket",
        Properties: {
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        },
      },
      // A policy inside the function would close a circle: the bucket's notifications need the function first.
      [`${name}ReadsBucket`]: {
        Type: "AWS::IAM::RolePolicy",
        Properties: {
          RoleName: ref(`${name}Role`),
          PolicyName: "ReadBucket",
          PolicyDocument: { Version: "2012-10-17", ...allow("s3:GetObject", sub(`\${${name}Bucket.Arn}/*`)) },
        },
      },
      ...failuresQueueOf(name).resources,
    },
  }),
  dynamodb: (name) => ({
    properties: {
      Events: {
        Changes: {
          Type: "DynamoDB",
          Properties: {
            Stream: attribute(`${name}Table`, "StreamArn"),
            StartingPosition: "TRIM_HORIZON",
            BatchSize: 100,
            BisectBatchOnFunctionError: true,
            MaximumRetryAttempts: 3,
            FunctionResponseTypes: ["ReportBatchItemFailures"],
            DestinationConfig: {
              OnFailure: { Type: "SQS", Destination: attribute(`${name}Failures`, "Arn") },
            },
          },
        },
      },
    },
    resources: {
      [`${name}Table`]: {
        Type: "AWS::DynamoDB::Table",
        Properties: {
          BillingMode: "PAY_PER_REQUEST",
          AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
          KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
          StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
      },
      ...failuresQueueOf(name).resources,
    },
  }),
  schedule: (name) => ({
    properties: {
      ...failuresQueueOf(name).properties,
      Events: { EveryHour: { Type: "Schedule", Properties: { Schedule: "rate(1 hour)" } } },
    },
    resources: failuresQueueOf(name).resources,
  }),
  rule: (name) => ({
    properties: {
      ...failuresQueueOf(name).properties,
      Events: {
        OrderPlaced: {
          Type: "EventBridgeRule",
          Properties: { Pattern: { source: ["example.orders"], "detail-type": ["OrderPlaced"] } },
        },
      },
    },
    resources: failuresQueueOf(name).resources,
  }),
  sqs: (name) => ({
    properties: {
      Events: {
        Messages: {
          Type: "SQS",
          Properties: {
            Queue: attribute(`${name}Queue`, "Arn"),
            BatchSize: 10,
            FunctionResponseTypes: ["ReportBatchItemFailures"],
          },
        },
      },
    },
    resources: {
      [`${name}Queue`]: {
        Type: "AWS::SQS::Queue",
        Properties: {
          // Six times the function's timeout, as Lambda's documentation advises.
          VisibilityTimeout: 6 * timeoutS,
          RedrivePolicy: { deadLetterTargetArn: attribute(`${name}DeadLetters`, "Arn"), maxReceiveCount: 5 },
        },
      },
      [`${name}DeadLetters`]: queueFor14Days,
    },
  }),
  sns: (name) => ({
    properties: {
      ...failuresQueueOf(name).properties,
      Events: { Message: { Type: "SNS", Properties: { Topic: ref(`${name}Topic`) } } },
    },
    resources: { [`${name}Topic`]: { Type: "AWS::SNS::Topic" }, ...failuresQueueOf(name).resources },
  }),
  none: () => ({ properties: {}, resources: {} }),
};

const queueFor14Days: TemplateMap = {
  Type: "AWS::SQS::Queue",
  Properties: { MessageRetentionPeriod: secondsOf14Days },
};

/** Where asynchronous events go that failed all their attempts. SAM lets the function send to it. */
function failuresQueueOf(name: string): TriggerParts {
  return {
    properties: {
      EventInvokeConfig: {
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Type: "SQS", Destination: attribute(`${name}Failures`, "Arn") } },
      },
    },
    resources: { [`${name}Failures`]: queueFor14Days },
  };
}

function allow(action: string, resource: TemplateMap): TemplateMap {
  return { Statement: [{ Effect: "Allow", Action: action, Resource: resource }] };
}

function pathOf(name: string): string {
  return `/${kebabCase(name)}`;
}
