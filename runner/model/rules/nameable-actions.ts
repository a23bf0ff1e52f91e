/**
 * Actions that always work on a resource with a name, so that a policy can say which. AWS's own tables know more of them;
 * these are what functions mostly do. Left out is what sometimes has no resource (`sns:Publish` to a phone).
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const actions: Readonly<Record<string, readonly string[]>> = {
  dynamodb: [
    "BatchGetItem",
    "BatchWriteItem",
    "ConditionCheckItem",
    "DeleteItem",
    "DeleteTable",
    "GetItem",
    "PutItem",
    "Query",
    "Scan",
    "UpdateItem",
  ],
  events: ["PutEvents"],
  firehose: ["PutRecord", "PutRecordBatch"],
  iam: ["AttachRolePolicy", "CreateRole", "DeleteRole", "PassRole", "PutRolePolicy"],
  kinesis: ["GetRecords", "GetShardIterator", "PutRecord", "PutRecords"],
  lambda: ["DeleteFunction", "InvokeFunction", "UpdateFunctionCode", "UpdateFunctionConfiguration"],
  s3: ["DeleteBucket", "DeleteObject", "GetObject", "PutObject", "PutObjectAcl"],
  secretsmanager: ["DeleteSecret", "GetSecretValue", "PutSecretValue", "UpdateSecret"],
  sqs: ["DeleteMessage", "DeleteQueue", "PurgeQueue", "ReceiveMessage", "SendMessage"],
  ssm: ["DeleteParameter", "GetParameter", "GetParameters", "GetParametersByPath", "PutParameter"],
  states: ["StartExecution", "StartSyncExecution"],
};

/** Services all of whose actions, as `service:*`, nobody needs on every resource. */
const services: ReadonlySet<string> = new Set([...Object.keys(actions), "cognito-idp", "ecr", "kms", "rds", "sns"]);

/** Whether a policy could name the resources of an action, or of one that `dynamodb:Get*` covers. */
export function isNameable(action: string): boolean {
  const [service = "", name = ""] = action.split(":");
  const known = Object.hasOwn(actions, service.toLowerCase()) ? actions[service.toLowerCase()] : undefined;
  const pattern = new RegExp(
    `^${name
      .replace(/[^\w*?]/g, "")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "i",
  );
  return known?.some((each) => pattern.test(each)) ?? false;
}

/** `dynamodb:*`: the service's name; undefined for anything else. */
export function wholeService(action: string): string | undefined {
  const service = /^([\w-]+):\*$/.exec(action)?.[1]?.toLowerCase();
  return service !== undefined && services.has(service) ? service : undefined;
}
