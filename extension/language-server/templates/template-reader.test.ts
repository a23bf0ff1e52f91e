import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { plainValue } from "../../../runner/model/template/template-node.ts";
import { parseTemplate } from "../../../runner/model/template/template.ts";
import { TemplateReader, type TemplateReading } from "./template-reader.ts";

const text = `# shop
Globals:
  Function:
    MemorySize: 512
Resources: # all
  # the first
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: |
        def f(a, *args):
          return "x: y"
# on the left
  Queue:
    Type: AWS::SQS::Queue
Outputs:
  Url: { Value: !Ref Queue }
`;

function reader(...versions: readonly string[]): TemplateReading {
  const one = new TemplateReader("/p/template.yaml");
  const [last] = versions.map((version) => one.read(version)).slice(-1);
  assert.ok(last);
  return last;
}

function keys({ template }: TemplateReading): string[] {
  return [...template.resources.values()].map(({ logicalId, keyRange }) => `${logicalId}@${keyRange.start.line}`);
}

describe("a template that is read in parts", () => {
  test("is what it is when read as a whole", () => {
    const { template, isWhole, resourcesLine } = reader(text);
    const whole = parseTemplate(text, "/p/template.yaml");
    assert.deepEqual([isWhole, resourcesLine], [true, 4]);
    assert.deepEqual([...template.resources.keys()], [...whole.resources.keys()]);
    assert.ok(template.root && whole.root);
    assert.deepEqual(plainValue(template.root), plainValue(whole.root));
    assert.deepEqual(template.problems, whole.problems);
  });

  test("has its places where they are after lines were added above", () => {
    assert.deepEqual(keys(reader(text)), ["Orders@6", "Queue@13"]);
    assert.deepEqual(keys(reader(text, `# new\n${text}`)), ["Orders@7", "Queue@14"]);
    assert.deepEqual(keys(reader(text, text.replace("  # the first\n", ""))), ["Orders@5", "Queue@12"]);
  });

  test("loses only the resource that is being written, and tells where that stands", () => {
    const reading = reader(text, text.replace("Type: AWS::SQS::Queue", 'Type: "AWS'));
    assert.deepEqual(keys(reading), ["Orders@6"]);
    assert.deepEqual(reading.unreadable, [{ logicalId: "Queue", line: 13 }]);
    assert.equal(reading.isWhole, false);
  });

  test("remembers Globals while they are being written", () => {
    const { template, lastGlobals } = reader(text, text.replace("MemorySize: 512", "MemorySize: ["));
    assert.equal(template.root?.entries.has("Globals"), false);
    assert.deepEqual(lastGlobals && plainValue(lastGlobals.value), { Function: { MemorySize: 512 } });
  });

  test("is read as a whole where an alias stands for what another resource has", () => {
    const aliased = text.replace("Properties:", "Properties: &all").replace("SQS::Queue", "SQS::Queue\n    X: *all");
    const { template, isWhole } = reader(aliased);
    assert.equal(isWhole, true);
    const { properties, node } = template.resources.get("Orders") ?? {};
    assert.ok(properties && node);
    assert.equal(template.resources.get("Queue")?.node.entries.get("X")?.value.kind, properties.kind);
  });
});

describe("a template in JSON", () => {
  const json = `{\n  "Resources": {\n    "A": {\n      "Type": "AWS::SQS::Queue"\n    }\n  }\n}\n`;

  test("is read as a whole", () => assert.deepEqual(keys(reader(json)), ["A@2"]));

  test("still tells where resources are that could be read before", () => {
    const { unreadable, resourcesLine } = reader(json, `\n${json.replace('Queue"', 'Queue",,')}`);
    assert.deepEqual([unreadable, resourcesLine], [[{ logicalId: "A", line: 3 }], 2]);
  });
});

test("a line that could be either of two resources is neither's", () => {
  const json = '{ "Resources": {\n"A": { "Type": "X" } } }';
  assert.deepEqual(reader(json, `${json},\n"A": {`).unreadable, []);
});
