import { pseudoParameter, type PseudoParameters } from "./pseudo-parameters.ts";

/** The property that gives a resource its physical name, by type. */
const nameProperties: Readonly<Record<string, string>> = {
  "AWS::Serverless::Function": "FunctionName",
  "AWS::Lambda::Function": "FunctionName",
  "AWS::Serverless::LayerVersion": "LayerName",
  "AWS::Lambda::LayerVersion": "LayerName",
  "AWS::Serverless::SimpleTable": "TableName",
  "AWS::DynamoDB::Table": "TableName",
  "AWS::DynamoDB::GlobalTable": "TableName",
  "AWS::SQS::Queue": "QueueName",
  "AWS::SNS::Topic": "TopicName",
  "AWS::S3::Bucket": "BucketName",
  "AWS::Kinesis::Stream": "Name",
  "AWS::Events::EventBus": "Name",
  "AWS::Events::Rule": "Name",
  "AWS::Logs::LogGroup": "LogGroupName",
  "AWS::IAM::Role": "RoleName",
  "AWS::StepFunctions::StateMachine": "StateMachineName",
  "AWS::Serverless::StateMachine": "Name",
  "AWS::SSM::Parameter": "Name",
  "AWS::SecretsManager::Secret": "Name",
};

export function namePropertyOf(type: string): string | undefined {
  return Object.hasOwn(nameProperties, type) ? nameProperties[type] : undefined;
}

export interface NamedResource {
  readonly type: string;
  /** Physical name, or the logical id. */
  readonly name: string;
}

/** What `Ref` gives: the name, except where CloudFormation gives a URL or an ARN. */
export function refValue(resource: NamedResource, pseudo: PseudoParameters): string {
  switch (resource.type) {
    case "AWS::SQS::Queue":
      return queueUrl(resource.name, pseudo);
    case "AWS::SNS::Topic":
    case "AWS::Serverless::LayerVersion":
    case "AWS::Lambda::LayerVersion":
    case "AWS::StepFunctions::StateMachine":
    case "AWS::Serverless::StateMachine":
    case "AWS::SecretsManager::Secret":
      return resourceArn(resource, pseudo);
    default:
      return resource.name;
  }
}

/** What `Fn::GetAtt` gives: the true form of ARNs, names and URLs. Undefined for what only AWS knows. */
export function attributeValue(
  resource: NamedResource,
  attribute: string,
  pseudo: PseudoParameters,
): string | undefined {
  const { type, name } = resource;
  // Whoever answers for a custom resource or a nested stack chooses its attributes.
  if (type.startsWith("Custom::") || type.startsWith("AWS::CloudFormation::")) return undefined;
  const table = type.startsWith("AWS::DynamoDB::") || type === "AWS::Serverless::SimpleTable";
  if (table && attribute === "StreamArn") return `${resourceArn(resource, pseudo)}/stream/2024-01-01T00:00:00.000`;
  if (attribute === "QueueUrl") return queueUrl(name, pseudo);
  if (["QueueName", "TopicName", "RoleName", "Name", "TableName", "BucketName"].includes(attribute)) return name;
  if (attribute === "Arn" || attribute.endsWith("Arn")) {
    const arn = resourceArn(resource, pseudo);
    return type === "AWS::Logs::LogGroup" ? `${arn}:*` : arn;
  }
  if (type === "AWS::S3::Bucket" && attribute === "DomainName") return `${name}.s3.amazonaws.com`;
  if (type === "AWS::S3::Bucket" && attribute === "RegionalDomainName")
    return `${name}.s3.${pseudo.region}.amazonaws.com`;
  return undefined;
}

/** A made-up ARN in the form of the resource's type; types without a form of their own give `<service>:…:<name>`. */
export function resourceArn({ type, name }: NamedResource, pseudo: PseudoParameters): string {
  const partition = pseudoParameter("AWS::Partition", pseudo) ?? "aws";
  const at = (service: string, rest: string) =>
    `arn:${partition}:${service}:${pseudo.region}:${pseudo.accountId}:${rest}`;
  switch (type) {
    case "AWS::Serverless::Function":
    case "AWS::Lambda::Function":
      return at("lambda", `function:${name}`);
    case "AWS::Serverless::LayerVersion":
    case "AWS::Lambda::LayerVersion":
      return at("lambda", `layer:${name}:1`);
    case "AWS::DynamoDB::Table":
    case "AWS::DynamoDB::GlobalTable":
    case "AWS::Serverless::SimpleTable":
      return at("dynamodb", `table/${name}`);
    case "AWS::Kinesis::Stream":
      return at("kinesis", `stream/${name}`);
    case "AWS::Logs::LogGroup":
      return at("logs", `log-group:${name}`);
    case "AWS::Events::Rule":
      return at("events", `rule/${name}`);
    case "AWS::Events::EventBus":
      return at("events", `event-bus/${name}`);
    case "AWS::Cognito::UserPool":
      return at("cognito-idp", `userpool/${name}`);
    case "AWS::StepFunctions::StateMachine":
    case "AWS::Serverless::StateMachine":
      return at("states", `stateMachine:${name}`);
    case "AWS::SecretsManager::Secret":
      return at("secretsmanager", `secret:${name}`);
    case "AWS::KMS::Key":
      return at("kms", `key/${name}`);
    case "AWS::MSK::Cluster":
      return at("kafka", `cluster/${name}`);
    case "AWS::S3::Bucket":
      return `arn:${partition}:s3:::${name}`;
    case "AWS::IAM::Role":
      return `arn:${partition}:iam::${pseudo.accountId}:role/${name}`;
    default:
      return at((type.split("::")[1] ?? "aws").toLowerCase(), name);
  }
}

function queueUrl(name: string, pseudo: PseudoParameters): string {
  const suffix = pseudoParameter("AWS::URLSuffix", pseudo) ?? "amazonaws.com";
  return `https://sqs.${pseudo.region}.${suffix}/${pseudo.accountId}/${name}`;
}
