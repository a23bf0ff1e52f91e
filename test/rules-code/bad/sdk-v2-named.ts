import type { APIGatewayProxyHandler } from "aws-lambda";
import { DynamoDB, SNS as Topics } from "aws-sdk"; // expect: whole-aws-sdk

const table = new DynamoDB.DocumentClient();
const topics = new Topics();

export const handler: APIGatewayProxyHandler = async ({ pathParameters }) => {
  const { Item } = await table.get({ TableName: process.env.TABLE!, Key: { id: pathParameters?.id } }).promise();
  await topics.publish({ TopicArn: process.env.TOPIC, Message: JSON.stringify(Item) }).promise();
  return { statusCode: 200, body: JSON.stringify(Item) };
};
