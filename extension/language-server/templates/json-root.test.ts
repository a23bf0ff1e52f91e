import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseRoot } from "../../../runner/model/template/parse-root.ts";
import { jsonRoot } from "./json-root.ts";

function ignored(): void {
  return;
}

describe("JSON is read", () => {
  for (const text of [
    '{ "Resources": { "A": { "Type": "AWS::Lambda::Function", "Properties": { "MemorySize": 128 } } } }',
    '{\n\t"a": {"b": [1, 1.50, -2e3, true, null, "x\\u00e9\\"\\n"], "c\\"": {}, "d": []},\r\n  "012": "034"\n}\n',
    '{ "a": 1, "a": 2, "b": [1, 2,], }',
  ]) {
    test(`as the reader of templates does, places included: ${text.slice(0, 20)}…`, () => {
      assert.deepEqual(jsonRoot(text), parseRoot(text, ignored));
    });
  }

  test("not while it is half typed, nor when it is something else", () => {
    for (const text of ['{ "a": ', '{ "a": 1 } }', '{ "a": "b }', "{ a: 1 }", '{ "a": 1 } // why', "[1]", "{}", ""]) {
      assert.equal(jsonRoot(text), undefined, text);
    }
  });

  test("not to any depth", () => {
    assert.equal(jsonRoot(`{ "a": ${"[".repeat(100_000)}${"]".repeat(100_000)} }`), undefined);
  });
});
