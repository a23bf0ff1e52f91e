import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseTemplate } from "../template/template.ts";
import { childOf } from "../template/template-node.ts";
import { applyFix } from "./findings-for-tests.ts";
import { insertEntry, replaceValue, type NewValue } from "./template-edits.ts";
import { TextPlaces } from "./text-places.ts";

/** The text after an entry has been added to the map under `at`. */
function inserted(text: string, at: string, value: NewValue): string | undefined {
  const map = childOf(parseTemplate(text, "/work/template.yaml").root, at);
  assert.equal(map?.kind, "map");
  const edit = insertEntry(new TextPlaces(text), map, "Added", value);
  return edit && applyFix(text, { title: "", edits: [edit], isPreferred: true });
}

/** The text after the value under `at` has been replaced by 7. */
function replaced(text: string, at: string): string | undefined {
  const node = childOf(parseTemplate(text, "/work/template.yaml").root, at);
  assert.ok(node);
  const edit = replaceValue(new TextPlaces(text), node, 7);
  return edit && applyFix(text, { title: "", edits: [edit], isPreferred: true });
}

describe("entries added to a template", () => {
  test("come behind the last value of one line, and behind its comment", () => {
    assert.equal(
      inserted("A:\n    b: 1 # one\n    # about c\n    c:\n      d: 2\nE: 1\n", "A", 7),
      "A:\n    b: 1 # one\n    Added: 7\n    # about c\n    c:\n      d: 2\nE: 1\n",
    );
  });

  test("come first where no value is of one line", () => {
    assert.equal(inserted("A:\n  b:\n    - 1\n", "A", 7), "A:\n  Added: 7\n  b:\n    - 1\n");
    assert.equal(inserted("A:\n  b: |\n    text\nC: 1", "A", 7), "A:\n  Added: 7\n  b: |\n    text\nC: 1");
    assert.equal(inserted("A:\n  b: one\n    and two\nC: 1", "A", 7), "A:\n  Added: 7\n  b: one\n    and two\nC: 1");
  });

  test("come last in a text without a line end", () => {
    assert.equal(inserted("A:\n  b: 1", "A", 7), "A:\n  b: 1\n  Added: 7");
  });

  test("are nested as deep as they are", () => {
    assert.equal(
      inserted("A:\n  b: 1\n", "A", { C: { D: "x" }, E: ["y", "z"] }),
      "A:\n  b: 1\n  Added:\n    C:\n      D: x\n    E:\n      - y\n      - z\n",
    );
  });

  test("keep to the line ends of Windows", () => {
    assert.equal(inserted("A:\r\n  b: 1\r\nC: 2\r\n", "A", ["x"]), "A:\r\n  b: 1\r\n  Added:\r\n    - x\r\nC: 2\r\n");
  });

  test("stay in braces, with or without quotes", () => {
    assert.equal(inserted("A: { b: 1 }\n", "A", ["x"]), "A: { b: 1, Added: [x] }\n");
    assert.equal(inserted('{"A": {"b": !!int 1}}', "A", { C: "x" }), '{"A": {"b": !!int 1, "Added": { "C": "x" }}}');
    assert.equal(
      inserted('{\n  "A": {\n    "b": [1]\n  }\n}', "A", 7),
      '{\n  "A": {\n    "b": [1],\n    "Added": 7\n  }\n}',
    );
    assert.equal(inserted("A: {}\n", "A", 7), "A: { Added: 7 }\n");
  });

  test("are left out where a comment or an alias would have to move", () => {
    assert.equal(inserted("A: {\n  b: 1 # one\n}\n", "A", 7), undefined);
    assert.equal(inserted("A: { # none\n}\n", "A", 7), undefined);
    assert.equal(inserted("B: &b { c: 1 }\nA:\n  <<: *b\n", "A", 7), undefined);
  });
});

describe("values replaced in a template", () => {
  test("keep their quotes and what stands behind them", () => {
    assert.equal(replaced("A: 1 # one\n", "A"), "A: 7 # one\n");
    assert.equal(replaced("A: '1'\n", "A"), "A: '7'\n");
    assert.equal(replaced('{"A": "1"}', "A"), '{"A": "7"}');
  });

  test("are literal ones only", () => {
    assert.equal(replaced("A: !Ref B\n", "A"), undefined);
    assert.equal(replaced("A: [1]\n", "A"), undefined);
  });
});
