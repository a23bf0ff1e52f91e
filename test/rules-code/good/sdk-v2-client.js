const DynamoDB = require("aws-sdk/clients/dynamodb");
const AWSXRay = require("aws-xray-sdk-core");

const table = new DynamoDB.DocumentClient({ service: AWSXRay.captureAWSClient(new DynamoDB()) });

exports.handler = async (event) => {
  const { Items } = await table.query({ TableName: process.env.TABLE_NAME, Limit: event.limit }).promise();
  return Items;
};
