import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ApiGatewayManagementApiClient, PostToConnectionCommand } from "@aws-sdk/client-apigatewaymanagementapi";

const sts = new STSClient({});

export const handler = async (event: { roleArn: string; requestContext: { domainName: string; stage: string } }) => {
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: event.roleArn, RoleSessionName: "audit" }));
  const credentials = { accessKeyId: Credentials!.AccessKeyId!, secretAccessKey: Credentials!.SecretAccessKey! };
  const s3 = new S3Client({ credentials });
  const endpoint = `https://${event.requestContext.domainName}/${event.requestContext.stage}`;
  const socket = new ApiGatewayManagementApiClient({ endpoint });
  const buckets = await s3.send(new ListBucketsCommand({}));
  await socket.send(new PostToConnectionCommand({ ConnectionId: "a", Data: JSON.stringify(buckets) }));
};
