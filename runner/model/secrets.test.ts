import assert from "node:assert/strict";
import { test } from "node:test";
import { maskSecrets } from "./secrets.ts";

// Put together here, so that no scanner takes this file for a leak.
const keyId = "AKIA" + "IOSFODNN7EXAMPLE";
const secretKey = "wJalrXUtnFEMI/K7MDENG" + "/bPxRfiCYEXAMPLEKEY";
const jwt = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", "dozjgNryP4J3jVmNHl0w5N"].join(".");
const pem = ["-----BEGIN RSA PRIVATE KEY-----", "MIIEpAIBAAKCAQEA+/=", "abc", "-----END RSA PRIVATE KEY-----"];

const masked: readonly (readonly [title: string, text: string, expected: string])[] = [
  ["an access key id", `key ${keyId}, used`, "key ****, used"],
  ["a secret access key", `pair ${keyId} ${secretKey}`, "pair **** ****"],
  ["a secret access key of a file", `aws_secret_access_key = ${secretKey}`, "aws_secret_access_key = ****"],
  ["a secret access key of an SDK", `{"secretAccessKey":"${secretKey}"}`, '{"secretAccessKey":"****"}'],
  ["a JSON Web Token", `got ${jwt}.`, "got ****."],
  ["a bearer token", "Authorization: Bearer abc.def-ghi", "Authorization: Bearer ****"],
  ["a long bearer token with no header", `sent Bearer ${"a1".repeat(12)}`, "sent Bearer ****"],
  ["a basic header as JSON", '"authorization":"Basic dTpw"', '"authorization":"Basic ****"'],
  [
    "an AWS signature",
    `Authorization: AWS4-HMAC-SHA256 Credential=${keyId}/20260101/x, SignedHeaders=host, Signature=${"ab".repeat(32)}`,
    "Authorization: AWS4-HMAC-SHA256 Credential=****, SignedHeaders=host, Signature=****",
  ],
  ["a password", "password=hunter2", "password=****"],
  ["a password of a query", "?user=a&db_password=hunter2&x=1", "?user=a&db_password=****&x=1"],
  ["a password with spaces", 'Password: "correct horse" ok', 'Password: "****" ok'],
  ["a password of an inspected object", "{ user: 'a', password: 'it\"s' }", "{ user: 'a', password: '****' }"],
  [
    "a password of JSON in JSON",
    String.raw`{"body":"{\"password\":\"a b\"}"}`,
    String.raw`{"body":"{\"password\":\"****\"}"}`,
  ],
  ["an API key", "x-api-key: abc123", "x-api-key: ****"],
  ["a client secret", "CLIENT_SECRET=abc", "CLIENT_SECRET=****"],
  ["a session token", `AWS_SESSION_TOKEN=${"x".repeat(300)}`, "AWS_SESSION_TOKEN=****"],
  ["a password of an address", "postgres://app:s3cret@db:5432/x", "postgres://app:****@db:5432/x"],
  ["a GitHub token", `ghp_${"a1B2".repeat(9)}`, "****"],
  ["a Slack token", "xoxb-" + "123456789012-abcdef", "****"],
  ["a private key", pem.join("\n"), `${pem[0] ?? ""}****${pem[3] ?? ""}`],
  ["a private key of JSON", `{"key":"${pem.join("\\n")}"}`, `{"key":"${pem[0] ?? ""}****${pem[3] ?? ""}"}`],
];

for (const [title, text, expected] of masked) {
  test(`masks ${title}`, () => {
    assert.equal(maskSecrets(text), expected);
  });
}

const harmless = [
  "START RequestId: c6af9ac6-7b61-11e6-9a41-93e8deadbeef Version: $LATEST",
  `sha256:${"0123456789abcdef".repeat(4)}`,
  `sha1 ${"0123456789abcdef".repeat(2)}01234567`,
  "arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf",
  "arn:aws:lambda:us-east-1:123456789012:function:reset-password:live",
  "max_tokens: 4096, tokens=12",
  "SyntaxError: Unexpected token: }",
  '{"password":null,"token":undefined}',
  "PWD=/var/task",
  "secretName=prod, SecretArn: x",
  "    at getPassword (/var/task/node_modules/thing/dist/password.js:10:5)",
  "/home/User1/projects/LambdaFunctions/src/",
  "Enter password: \nnext line",
  "http://localhost:3000/a@b",
  "bearer authentication is needed",
];

for (const text of harmless) {
  test(`leaves ${JSON.stringify(text)} alone`, () => {
    assert.equal(maskSecrets(text), text);
  });
}

test("masks given values wherever they stand, the longest first", () => {
  assert.equal(maskSecrets("a=(tango)+ b=(tango)+x", ["(tango)+", "(tango)+x"]), "a=**** b=****");
});

test("leaves given values alone that are too short to be secrets", () => {
  assert.equal(maskSecrets("abc", ["abc", ""]), "abc");
});

test("changes nothing more the second time", () => {
  for (const [, text] of masked) {
    const once = maskSecrets(text, ["hunter2"]);
    assert.equal(maskSecrets(once, ["hunter2"]), once);
  }
});

// One that took the square of the length would not come back within the hour.
test("copes with a line of a megabyte, whatever it repeats", () => {
  const parts = [
    "a",
    "A1/",
    "-",
    "\\",
    '"',
    " ",
    "eyJ-",
    "eyJaaaaaa.",
    "://a:",
    "sk-",
    "token: ",
    "password='",
    'password=\\"',
  ];
  for (const part of [...parts, pem[0] ?? "", "authorization: ", "AKIA", "1a-", "-----BEGIN PRIVATE KEY-----a-"]) {
    const text = part.repeat(Math.ceil(2 ** 20 / part.length));
    const once = maskSecrets(text, ["zzzz"]);
    assert.ok(maskSecrets(once, ["zzzz"]) === once, part);
  }
});
