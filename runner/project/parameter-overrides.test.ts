import assert from "node:assert/strict";
import { test } from "node:test";
import { Failure } from "../model/failure.ts";
import { parseParameterOverrides } from "./parameter-overrides.ts";

const cases: readonly (readonly [texts: string[], expected: Record<string, string>])[] = [
  [[], {}],
  [["Stage=prod"], { Stage: "prod" }],
  [["Stage=prod Size=2"], { Stage: "prod", Size: "2" }],
  [["Stage=prod", "Size=2", "Stage=dev"], { Stage: "dev", Size: "2" }],
  [['Name="two words" Size=2'], { Name: "two words", Size: "2" }],
  [["Name=two words"], { Name: "two words" }],
  [["Name='a \"b\"'"], { Name: 'a "b"' }],
  [['Name="a \\"b\\""'], { Name: 'a "b"' }],
  [["Empty="], { Empty: "" }],
  [["Empty= Size=2"], { Empty: "", Size: "2" }],
  [["Url=https://x/?a=b"], { Url: "https://x/?a=b" }],
  [["List=a,b,c"], { List: "a,b,c" }],
  [["ParameterKey=Stage,ParameterValue=prod"], { Stage: "prod" }],
  [
    ['ParameterKey=Stage,ParameterValue=prod ParameterKey=Name,ParameterValue="two words"'],
    { Stage: "prod", Name: "two words" },
  ],
  [["ParameterKey=List,ParameterValue=a,b"], { List: "a,b" }],
];

for (const [texts, expected] of cases) {
  test(`${JSON.stringify(texts)} is ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(parseParameterOverrides(texts), expected);
  });
}

for (const text of ["Stage", "=x", "ParameterKey=Stage", 'Name="open', "a b"]) {
  test(`${text} is refused with both forms named`, () => {
    assert.throws(
      () => parseParameterOverrides([text]),
      (error) =>
        error instanceof Failure &&
        error.code === "usage" &&
        error.message.includes("ParameterKey=Name,ParameterValue=value"),
    );
  });
}
