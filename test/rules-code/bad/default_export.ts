// handlers: default
import { SecretsManagerClient, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { MongoClient } from "mongodb";

/** Answers with the newest entry. */
export default async function () {
  const secrets = new SecretsManagerClient(); // expect: client-in-handler
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: "orders/db" }));
  const client = await MongoClient.connect(SecretString!);
  return client
    .db("orders")
    .collection("entries")
    .findOne({}, { sort: { at: -1 } });
}
