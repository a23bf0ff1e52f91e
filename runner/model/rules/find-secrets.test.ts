import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isNamedSecret, secretsIn } from "./find-secrets.ts";

/** Put together here, so that no scanner takes this file for a leak. */
const keyId = ["AKIA", "QWERTZUIOPASDFGH"].join("");
const secretKey = ["kX9dQ2vLp8RzT4mWc7Y", "bN1sF6hJ3gA5eU0iO+xV/"].join("");

describe("secrets by their shape", () => {
  const shapes: readonly (readonly [what: string, text: string])[] = [
    ["an AWS access key id", keyId],
    ["an AWS secret access key", secretKey],
    ["a private key", ["-----BEGIN RSA", "PRIVATE KEY-----\nMIIEow\n-----END RSA", "PRIVATE KEY-----"].join(" ")],
    ["the password of an address", "postgres://app:hunter2@db.internal:5432/orders"],
    ["a token of GitHub or GitLab", ["ghp_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"].join("")],
  ];
  for (const [what, text] of shapes) {
    test(`are found: ${what}`, () => {
      assert.deepEqual(
        secretsIn(text).map((found) => found.what),
        [what],
      );
    });
  }

  test("say where in the text they are", () => {
    const text = "url: postgres://app:hunter2@db";
    assert.deepEqual(
      secretsIn(text).map(({ start, end }) => text.slice(start, end)),
      ["hunter2"],
    );
  });

  const harmless = [
    ["AKIA", "IOSFODNN7EXAMPLE"].join(""),
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "postgres://user:${Password}@host/db",
    "https://user:<password>@host/",
    "arn:aws:lambda:us-east-1:123456789012:function:name",
    "MyFunctionServiceRoleDefaultPolicy1A2B3C",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
  ];
  for (const text of harmless) {
    test(`are none of what only looks like one: ${text}`, () => {
      assert.deepEqual(secretsIn(text), []);
    });
  }
});

describe("secrets by their name", () => {
  const secrets: readonly (readonly [name: string, value: string])[] = [
    ["DB_PASSWORD", "hunter2"],
    ["DbPassword", "correct-horse"],
    ["API_KEY", "9f8a7c6b5d4e3f2a1b0c"],
    ["STRIPE_SECRET", "Zq83LkPw02MxVb"],
    ["SESSION_TOKEN", "v4f9t2kq81mzx07rbnc3"],
  ];
  for (const [name, value] of secrets) {
    test(`are found: ${name}`, () => {
      assert.equal(isNamedSecret(name, value), true);
    });
  }

  const harmless: readonly (readonly [name: string, value: string])[] = [
    ["DB_PASSWORD", "changeme"],
    ["DB_PASSWORD", "{{resolve:ssm-secure:/db/password:1}}"],
    ["DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1b2c3"],
    ["DB_PASSWORD", "/app/prod/db-password"],
    ["DB_SECRET", "prod/orders/database2024"],
    ["DB_SECRET", "prod-database-secret-2024"],
    ["API_KEY", "your-api-key-0000000"],
    ["API_KEY", "<api key>"],
    ["SECRET_NAME", "hunter2hunter2hunter2"],
    ["PASSWORD_LENGTH", "24"],
    ["PRIVATE_KEY", "certificates/server.pem"],
    ["SESSION_COOKIE", "session"],
    ["PASSWORD", "xxxxxxxx"],
    ["TABLE_NAME", "orders-8f7a6b5c4d3e2f1a"],
    ["ENCRYPTION_KEY", "alias/app-2024"],
  ];
  for (const [name, value] of harmless) {
    test(`are none of what only names one: ${name}=${value}`, () => {
      assert.equal(isNamedSecret(name, value), false);
    });
  }
});
