import { S3Client } from "@aws-sdk/client-s3";

const s3 = new S3Client({
  region: "eu-west-1",
  credentials: {
    accessKeyId: "%ACCESS_KEY_ID%", // expect: secret-in-code
    secretAccessKey: "%SECRET_ACCESS_KEY%", // expect: secret-in-code
  },
});

export const handler = async (event: { key: string }) => s3.config.region();
