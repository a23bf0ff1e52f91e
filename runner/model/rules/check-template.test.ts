import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findingsIn, inShort, mended } from "./findings-for-tests.ts";
import { rules } from "./rules.ts";

const retiring = `Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: nodejs22.x # of the whole team
    Handler: index.handler
Resources:
  One:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: one
  Two:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: two
`;

describe("the rules for templates", () => {
  test("find one place once, however many functions it is about", () => {
    assert.deepEqual(findingsIn(retiring).map(inShort), ["4:14 runtime-retiring"]);
  });

  test("say nothing where a comment silences them", () => {
    const text = retiring.replace("# of the whole team", "# pilotlight-ignore runtime-retiring");
    assert.deepEqual(findingsIn(text), []);
    assert.deepEqual(
      findingsIn(retiring.replace("    Runtime", "    # pilotlight-ignore runtime-retiring\n    Runtime")),
      [],
    );
  });

  test("mend with comments left where they are", () => {
    assert.equal(mended(retiring), retiring.replace("nodejs22.x #", "nodejs24.x #"));
  });

  test("take no template apart that can't be read", () => {
    for (const text of ["", "Resources: [", "- a\n", "Resources:\n  A: 1\n  B:\n    Type: [x]\n"]) {
      assert.deepEqual(findingsIn(text), []);
    }
  });

  test("each have a code of their own", () => {
    assert.equal(new Set(rules.map(({ code }) => code)).size, rules.length);
  });
});
