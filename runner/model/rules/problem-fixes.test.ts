import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { stackFrom } from "../template/stack-for-tests.ts";
import { readFunctions } from "../template/functions.ts";
import { applyFix, testDay } from "./findings-for-tests.ts";
import { problemFixes } from "./problem-fixes.ts";

/** The text after the fixes of the problem with a code that the loader finds in a function with these properties. */
function mended(properties: string, code: string): string | undefined {
  const text = `Parameters: { Name: { Type: String, Default: python3.8 } }\nResources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties: { ${properties}, Handler: a.b, Code: { S3Bucket: a, S3Key: b } }\n`;
  const stack = stackFrom(text);
  readFunctions(stack, { layersByArn: new Map(), today: testDay });
  const problem = stack.problems.find((each) => each.code === code);
  assert.ok(problem, `No ${code} in ${JSON.stringify(stack.problems)}`);
  const [fix] = problemFixes(problem, text, testDay);
  return fix && applyFix(text, fix).split("\n")[4]?.trim();
}

describe("fixes for problems of the loader", () => {
  test("move a runtime whose support has ended to the newest of its family", () => {
    assert.match(mended("Runtime: python3.8", "runtime-deprecated") ?? "", /Runtime: python3.14,/);
    assert.match(mended("Runtime: 'nodejs14.x'", "runtime-retired") ?? "", /Runtime: 'nodejs24.x',/);
  });

  test("leave alone what a parameter gives, and what needs another package", () => {
    assert.equal(mended("Runtime: !Ref Name", "runtime-deprecated"), undefined);
    assert.equal(mended("Runtime: go1.x", "runtime-retired"), undefined);
  });

  test("are none for other problems", () => {
    assert.equal(mended("Runtime: nodejs1.x", "runtime-unknown"), undefined);
  });
});
