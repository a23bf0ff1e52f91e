import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFunctionReference } from "./arn.ts";

const account = { accountId: "123456789012" };
const cases: readonly (readonly [text: string, expected: ReturnType<typeof parseFunctionReference>])[] = [
  ["f", { name: "f", qualifier: undefined }],
  ["my-fn_2", { name: "my-fn_2", qualifier: undefined }],
  ["f:$LATEST", { name: "f", qualifier: "$LATEST" }],
  ["f:$LATEST.PUBLISHED", { name: "f", qualifier: "$LATEST.PUBLISHED" }],
  ["f:live", { name: "f", qualifier: "live" }],
  ["function:f", { name: "f", qualifier: undefined }],
  ["123456789012:function:f", { name: "f", qualifier: undefined, ...account }],
  ["123456789012:function:f:7", { name: "f", qualifier: "7", ...account }],
  [
    "arn:aws:lambda:eu-west-1:123456789012:function:f",
    { name: "f", qualifier: undefined, region: "eu-west-1", ...account },
  ],
  [
    "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:f:1",
    { name: "f", qualifier: "1", region: "us-gov-west-1", ...account },
  ],
  ["", undefined],
  ["a b", undefined],
  ["a/b", undefined],
  ["f:", undefined],
  ["f:a:b", undefined],
  ["arn:aws:sqs:eu-west-1:123456789012:function:f", undefined],
  ["arn:aws:lambda:eu-west-1:1234:function:f", undefined],
];

for (const [text, expected] of cases) {
  test(`"${text}" ${expected === undefined ? "is no function" : `is ${expected.name}`}`, () => {
    assert.deepEqual(parseFunctionReference(text), expected);
  });
}
