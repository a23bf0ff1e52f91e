import assert from "node:assert/strict";
import { test } from "node:test";
import { Failure } from "../failure.ts";
import { setProperty } from "./set-property.ts";

function set(template: string, property = "MemorySize", value = 512): string {
  const { start, end, text } = setProperty(template, "Hello", property, value);
  return template.slice(0, start) + text + template.slice(end);
}

const cases: readonly (readonly [title: string, before: string, after: string])[] = [
  [
    "replaces a number and keeps the comment behind it",
    "Resources:\n  Hello:\n    Properties:\n      MemorySize: 128 # small\n      Handler: a.b\n",
    "Resources:\n  Hello:\n    Properties:\n      MemorySize: 512 # small\n      Handler: a.b\n",
  ],
  [
    "adds the property before the others, as they are indented",
    "Resources:\n  Hello:\n    Properties:\n        # why\n        Handler: a.b\n",
    "Resources:\n  Hello:\n    Properties:\n        # why\n        MemorySize: 512\n        Handler: a.b\n",
  ],
  [
    "keeps line ends of Windows",
    "Resources:\r\n  Hello:\r\n    Properties:\r\n      Handler: a.b\r\n",
    "Resources:\r\n  Hello:\r\n    Properties:\r\n      MemorySize: 512\r\n      Handler: a.b\r\n",
  ],
  [
    "adds to a flow mapping",
    "Resources:\n  Hello: { Properties: { Handler: a.b } }\n",
    "Resources:\n  Hello: { Properties: { MemorySize: 512, Handler: a.b } }\n",
  ],
  [
    "adds to JSON",
    '{\n  "Resources": {\n    "Hello": {\n      "Properties": {\n        "Handler": "a.b"\n      }\n    }\n  }\n}\n',
    '{\n  "Resources": {\n    "Hello": {\n      "Properties": {\n        "MemorySize": 512,\n        "Handler": "a.b"\n      }\n    }\n  }\n}\n',
  ],
  [
    "passes over tags of CloudFormation and anchors",
    "Resources:\n  Hello:\n    Properties: &p\n      Role: !GetAtt Role.Arn\n      MemorySize: 256\n",
    "Resources:\n  Hello:\n    Properties: &p\n      Role: !GetAtt Role.Arn\n      MemorySize: 512\n",
  ],
];
for (const [title, before, after] of cases) test(title, () => assert.equal(set(before), after));

test("refuses to replace what is not a plain number, and says so", () => {
  const template = "Resources:\n  Hello:\n    Properties:\n      MemorySize: !Ref Memory\n";
  assert.throws(
    () => set(template),
    (error) => error instanceof Failure && /MemorySize of Hello/.test(error.message),
  );
});

test("refuses an entry that is not there", () => {
  assert.throws(() => set("Resources: {}\n"), /has no Properties for Hello/);
});
