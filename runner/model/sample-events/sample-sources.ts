import { alexaSkillEvents } from "./alexa-skill.ts";
import { cloudWatchLogsEvents } from "./cloudwatch-logs.ts";
import { cognitoEvents } from "./cognito.ts";
import { documentDbEvents } from "./document-db.ts";
import { dynamoDbEvents } from "./dynamodb.ts";
import { eventBridgeEvents } from "./event-bridge.ts";
import { functionUrlEvents } from "./function-url.ts";
import { httpApiEvents } from "./http-api.ts";
import { iotRuleEvents } from "./iot-rule.ts";
import { mskEvents, selfManagedKafkaEvents } from "./kafka.ts";
import { kinesisEvents } from "./kinesis.ts";
import { loadBalancerEvents } from "./load-balancer.ts";
import { messageBrokerEvents } from "./message-broker.ts";
import { restApiEvents } from "./rest-api.ts";
import { s3Events } from "./s3.ts";
import type { SampleSource } from "./sample-event.ts";
import { ruleScheduleEvents, schedulerEvents } from "./schedule.ts";
import { snsEvents } from "./sns.ts";
import { sqsEvents } from "./sqs.ts";
import { webSocketEvents } from "./web-socket.ts";

/** Every source that sample events are made of, those that functions have most often first. */
export const sampleSources: readonly {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** SAM's event types that it serves. */
  readonly triggers: readonly string[];
  readonly events: SampleSource;
}[] = [
  {
    id: "http-api",
    title: "HTTP API",
    description: "API Gateway request, payload format 2.0",
    triggers: ["HttpApi"],
    events: httpApiEvents,
  },
  {
    id: "rest-api",
    title: "REST API",
    description: "API Gateway request, Lambda proxy integration",
    triggers: ["Api"],
    events: restApiEvents,
  },
  {
    id: "function-url",
    title: "Function URL",
    description: "Request to the function's own address",
    triggers: ["FunctionUrl"],
    events: functionUrlEvents,
  },
  {
    id: "websocket",
    title: "WebSocket API",
    description: "Connection opened, message, connection closed",
    triggers: ["WebSocketApi"],
    events: webSocketEvents,
  },
  { id: "sqs", title: "SQS", description: "Messages of a queue", triggers: ["SQS"], events: sqsEvents },
  { id: "sns", title: "SNS", description: "Message of a topic", triggers: ["SNS"], events: snsEvents },
  { id: "s3", title: "S3", description: "Object created in a bucket", triggers: ["S3"], events: s3Events },
  {
    id: "dynamodb",
    title: "DynamoDB Streams",
    description: "Items inserted, changed and removed",
    triggers: ["DynamoDB"],
    events: dynamoDbEvents,
  },
  {
    id: "kinesis",
    title: "Kinesis",
    description: "Records of a data stream",
    triggers: ["Kinesis"],
    events: kinesisEvents,
  },
  {
    id: "eventbridge",
    title: "EventBridge rule",
    description: "Event that a rule lets through",
    triggers: ["EventBridgeRule", "CloudWatchEvent"],
    events: eventBridgeEvents,
  },
  {
    id: "schedule",
    title: "EventBridge schedule",
    description: "Scheduled rule",
    triggers: ["Schedule"],
    events: ruleScheduleEvents,
  },
  {
    id: "scheduler",
    title: "EventBridge Scheduler",
    description: "Schedule with no input of its own",
    triggers: ["ScheduleV2"],
    events: schedulerEvents,
  },
  {
    id: "cloudwatch-logs",
    title: "CloudWatch Logs",
    description: "Lines of a log group, compressed",
    triggers: ["CloudWatchLogs"],
    events: cloudWatchLogsEvents,
  },
  {
    id: "cognito",
    title: "Cognito",
    description: "Sign-up at a user pool",
    triggers: ["Cognito"],
    events: cognitoEvents,
  },
  {
    id: "load-balancer",
    title: "Application Load Balancer",
    description: "Request to a target group",
    triggers: [],
    events: loadBalancerEvents,
  },
  { id: "msk", title: "MSK", description: "Records of a Kafka topic in MSK", triggers: ["MSK"], events: mskEvents },
  {
    id: "kafka",
    title: "Self-managed Kafka",
    description: "Records of a topic of one's own cluster",
    triggers: ["SelfManagedKafka"],
    events: selfManagedKafkaEvents,
  },
  {
    id: "mq",
    title: "Amazon MQ",
    description: "Messages of ActiveMQ or RabbitMQ",
    triggers: ["MQ"],
    events: messageBrokerEvents,
  },
  {
    id: "documentdb",
    title: "DocumentDB",
    description: "Change of a collection",
    triggers: ["DocumentDB"],
    events: documentDbEvents,
  },
  {
    id: "iot",
    title: "IoT rule",
    description: "What a rule's SQL selects",
    triggers: ["IoTRule"],
    events: iotRuleEvents,
  },
  {
    id: "alexa",
    title: "Alexa skill",
    description: "Skill opened, intent asked for",
    triggers: ["AlexaSkill"],
    events: alexaSkillEvents,
  },
];
