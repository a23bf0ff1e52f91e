import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocument } from "@aws-sdk/lib-dynamodb";
import middy from "@middy/core";
import type { SQSEvent, SQSRecord } from "aws-lambda";

const saveAll = async (event: SQSEvent): Promise<void> => {
  await Promise.all(
    event.Records.map(async (record: SQSRecord) => {
      const table = DynamoDBDocument.from(new DynamoDB({})); // expect: client-in-handler
      await table.put({ TableName: process.env.TABLE_NAME, Item: JSON.parse(record.body) });
    }),
  );
};

export const handler = middy(saveAll).use({ onError: console.error });
