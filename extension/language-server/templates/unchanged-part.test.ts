import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { TemplateReader, type TemplateReading } from "./template-reader.ts";

const fn = { Type: "AWS::Serverless::Function", Properties: { MemorySize: 128 } };
const text = JSON.stringify(
  { Globals: { Function: { Timeout: 5 } }, Resources: { A: fn, B: fn, C: fn }, Outputs: { X: { Value: "x" } } },
  undefined,
  2,
);
const lines = text.split("\n");
const lineOf = (key: string): number => lines.findIndex((line) => line.includes(`"${key}": {`));

/** The template as it is after all of these versions. */
function read(...versions: readonly string[]): TemplateReading {
  const reader = new TemplateReader("/p/template.json");
  const [last] = versions.map((version) => reader.read(version)).slice(-1);
  assert.ok(last);
  return last;
}

function places({ template }: TemplateReading): [id: string, line: number][] {
  return [...template.resources.values()].map(({ logicalId, keyRange }) => [logicalId, keyRange.start.line]);
}

describe("a JSON template that is half typed", () => {
  const key = lineOf("B");
  const typed = lines.toSpliced(key + 3, 1, '        "MemorySize": ', '        "Timeout": "').join("\n");

  test("has all resources but the one that is typed in, where they are now", () => {
    const reading = read(text, typed);
    assert.equal(reading.isWhole, false);
    assert.deepEqual(places(reading), [
      ["A", lineOf("A")],
      ["C", lineOf("C") + 1],
    ]);
    assert.deepEqual(reading.unreadable, [{ logicalId: "B", line: key }]);
    assert.equal(reading.resourcesLine, lineOf("Resources"));
    assert.equal(reading.lastGlobals, undefined);
    const root = reading.template.root;
    assert.deepEqual([root?.entries.get("Outputs")?.keyRange.start.line], [lineOf("Outputs") + 1]);
  });

  test("is seen as a whole again when it is one", () => {
    const whole = read(text, typed, text);
    assert.equal(whole.isWhole, true);
    assert.deepEqual(places(whole).length, 3);
  });

  test("goes by the last Globals while somebody types in them", () => {
    const reading = read(text, text.replace('"Timeout": 5', '"Timeout": '));
    assert.ok(reading.lastGlobals);
    assert.equal(places(reading).length, 3);
  });

  test("has nothing to go by when it is opened like that", () => {
    assert.deepEqual(places(read(typed)), []);
  });
});
