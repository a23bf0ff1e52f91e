import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { SecretsManagerClient, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { readFileSync } from "node:fs";

const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const secrets = new SecretsManagerClient({});
const template = readFileSync(new URL("./template.html", import.meta.url), "utf8");
const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: process.env.SECRET_ID }));

export const handler = async (event) => {
  const { Item } = await table.send(new GetCommand({ TableName: process.env.TABLE_NAME, Key: { id: event.id } }));
  return { statusCode: 200, body: template.replace("{{name}}", Item.name), headers: { "x-key": SecretString } };
};
