/** Clients whose file in `aws-sdk/clients` has their name in small letters. Source: aws-sdk-js, `clients/all.js`. */
export const sdkV2Clients: ReadonlySet<string> = new Set(
  `ACM APIGateway ApiGatewayManagementApi ApiGatewayV2 AppConfig AppSync ApplicationAutoScaling Athena AutoScaling Batch
  CloudFormation CloudFront CloudTrail CloudWatch CloudWatchEvents CloudWatchLogs CodeBuild CodeCommit CodeDeploy
  CodePipeline CognitoIdentity CognitoIdentityServiceProvider Comprehend ConfigService Connect CostExplorer DAX DMS
  DynamoDB DynamoDBStreams EC2 ECR ECS EFS EKS ELB ELBv2 EMR ES ElastiCache EventBridge Firehose Glue IAM Iot IotData
  Kinesis KMS Lambda LexRuntime LexRuntimeV2 MediaConvert OpenSearch Organizations Pinpoint Polly QuickSight RDS
  RDSDataService Redshift RedshiftData Rekognition ResourceGroupsTaggingAPI Route53 S3 S3Control SES SESV2 SNS SQS SSM STS
  SageMaker SageMakerRuntime SecretsManager ServiceDiscovery StepFunctions Textract TimestreamQuery TimestreamWrite
  TranscribeService Translate WAFV2 XRay`.split(/\s+/),
);
