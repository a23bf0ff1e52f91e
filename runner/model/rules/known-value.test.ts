import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseTemplate } from "../template/template.ts";
import { childOf, plainValue } from "../template/template-node.ts";
import { knownValue } from "./known-value.ts";

/** The value that a template itself gives to `A`: `?` where it is unknown. */
function known(value: string): unknown {
  const text = `A: ${value}\nParameters:\n  Given: { Type: Number, Default: 30 }\n  Open: { Type: String }\n  Stored: { Type: "AWS::SSM::Parameter::Value<String>", Default: /a }\nMappings: { M: { a: { b: 5 } } }\nConditions: { C: !Equals [a, a] }\nResources: { R: { Type: "AWS::SQS::Queue" } }\n`;
  const { root } = parseTemplate(text, "/work/template.yaml");
  const node = knownValue(root, childOf(root, "A"));
  if (node === undefined) return undefined;
  return node.kind === "scalar" && node.isUnknown ? "?" : plainValue(node);
}

describe("the value that a template itself gives", () => {
  test("is what is written, a parameter's default, or what a mapping holds", () => {
    assert.equal(known("30"), 30);
    assert.equal(known("!Ref Given"), 30);
    assert.equal(known("!FindInMap [M, a, b]"), 5);
    assert.equal(known("!Join ['-', [a, !Ref Given]]"), "a-30");
    assert.equal(known('!Sub "${Given}s"'), "30s");
  });

  test("is none where it is taken back", () => {
    assert.equal(known("!Ref AWS::NoValue"), undefined);
  });

  const unknown = [
    "!Ref Open",
    "!Ref Stored",
    "!Ref R",
    "!Ref Nothing",
    "!Ref AWS::Region",
    "!GetAtt R.Arn",
    "!If [C, 1, 2]",
    "!ImportValue a",
    "!FindInMap [M, a, !Ref Open]",
    "!FindInMap [M, a, c]",
    "!Join ['-', [a, !Ref Open]]",
    '!Sub "${Open}"',
    '!Sub ["${x}", { x: !Ref Open }]',
    "!Select [0, !GetAZs '']",
    '"{{resolve:ssm:/a:1}}"',
    "{ Fn::Transform: { Name: a } }",
  ];
  for (const value of unknown) {
    test(`is unknown where a deployment decides: ${value}`, () => {
      assert.equal(known(value), "?");
    });
  }

  test("is known beside what is not", () => {
    assert.deepEqual(known("[!Ref Given, 2]"), [30, 2]);
    assert.deepEqual(known("{ a: !Ref Open, b: 2 }"), { a: "", b: 2 });
  });
});
