import { getSecret } from "@aws-lambda-powertools/parameters/secrets";
import { z } from "zod";

const password = process.env.DB_PASSWORD ?? "postgres";
const apiKey = process.env["API_KEY"] || "local-development-key";
const databaseUrl = process.env.DATABASE_URL ?? "postgres://postgres:postgres1@localhost:5432/app";
const secretName = "prod/orders/database";
const SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-Ab12Cd";
const PASSWORD_FIELD = "password1";
const token = "%TOKEN%";
const schema = z.object({ password: z.string().min(8), token: z.string() });
const passwordPattern = /^(?=.*[A-Z])(?=.*\d).{8,}$/;
const messages = { password: "The password needs 8 characters", secret: "Secret not found (404)", token: "token-2" };
const columns = { password: "password_hash", apiKey: "api_key_v2", token: "$.token[0]" };
const headers = { authorization: `Bearer ${apiKey}`, "x-api-key": "x-api-key", cookie: "session" };
const exampleKeys = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const url = `postgres://${process.env.DB_USER}:${password}@${process.env.DB_HOST}:5432/orders`;
const documented = "https://user:password@proxy.example.com:8080";
const parse = /^postgres:\/\/([^:]+):([^@]+)@(.+)$/;
const publicKey = `-----BEGIN PUBLIC KEY-----
%PRIVATE_KEY%
-----END PUBLIC KEY-----`;
const pem = `-----BEGIN PRIVATE KEY-----\n${process.env.KEY_BODY}\n-----END PRIVATE KEY-----`;
const integrity = "sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC";
const commit = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
const etag = { key: "d41d8cd98f00b204e9800998ecf8427e", primaryKey: "pk#2024", partitionKey: "user-0001" };
const jwt =
  "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
enum Kind {
  Password = "password1",
  Secret = "secret2",
}

export const handler = async (event: { token: string; password: string }) => {
  if (event.token === "ping-1") return Kind.Password;
  const secret = await getSecret(process.env.SECRET_NAME!);
  const cookie = "theme=dark; Path=/";
  const nextToken = undefined;
  return {
    secret,
    schema,
    passwordPattern,
    messages,
    columns,
    headers,
    exampleKeys,
    url,
    documented,
    cookie,
    nextToken,
  };
};

export {
  parse,
  publicKey,
  pem,
  integrity,
  commit,
  etag,
  jwt,
  databaseUrl,
  secretName,
  SECRET_ARN,
  PASSWORD_FIELD,
  token,
};
