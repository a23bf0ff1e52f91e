import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

export const handler = async (event) => {
  const client = new S3Client({ region: process.env.AWS_REGION }); // expect: client-in-handler
  const response = await client.send(new GetObjectCommand({ Bucket: event.bucket, Key: event.key }));
  return response.Body.transformToString();
};
