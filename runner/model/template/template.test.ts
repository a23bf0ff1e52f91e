import assert from "node:assert/strict";
import { test } from "node:test";
import { inShort } from "./stack-for-tests.ts";
import { parseTemplate } from "./template.ts";
import { childOf, plainValue, textOf } from "./template-node.ts";

const cases: readonly (readonly [title: string, text: string, problems: string[]])[] = [
  ["reports an empty file", "", ["0:0 template-empty"]],
  ["reports a file of comments", "# nothing\n", ["0:0 template-empty"]],
  ["reports a list", "- a\n", ["0:0 template-not-a-map"]],
  ["reports a single value", "hello\n", ["0:0 template-not-a-map"]],
  ["reports an empty map", "{}", ["0:0 template-not-a-map"]],
  ["reports a template without resources", "Description: x\n", ["0:0 resources-missing"]],
  ["reports Resources that are a list", "Resources: [a]\n", ["0:0 resources-missing"]],
  ["reports a resource without a type", "Resources:\n  A: {}\n", ["1:2 resource-invalid"]],
  ["reports an unknown tag", "Resources: {}\nX: !Foo 1\n", ["1:3 tag-unknown"]],
  ["reports a key that stands twice", "Resources: {}\nA: 1\nA: 2\n", ["2:0 duplicate-key"]],
  ["reports an alias inside its own anchor", "Resources: {}\nA: &a [*a]\n", ["1:7 yaml-invalid"]],
];

for (const [title, text, problems] of cases) {
  test(title, () => {
    const { problems: found } = parseTemplate(text, "/t.yaml");
    assert.deepEqual(found.map(inShort), problems);
    for (const { file, message, hint } of found) {
      assert.equal(file, "/t.yaml");
      assert.match(message, /\.$/);
      assert.match(hint, /\.$/);
    }
  });
}

test("reports every syntax error and loads nothing of the file", () => {
  const template = parseTemplate("Resources:\n  A: { Type: X }\n   B: 1\n  C: [1\n", "/t.yaml");
  assert.ok(template.problems.length > 1);
  assert.ok(template.problems.every(({ code, range }) => code === "yaml-invalid" && range.start.line > 0));
  assert.equal(template.root, undefined);
  assert.equal(template.resources.size, 0);
});

test("fills in aliases and merge keys, the map's own keys first", () => {
  const { root } = parseTemplate("Resources: {}\nA: &a { x: 1, y: 2 }\nB: { <<: *a, y: 3 }\nC: *a\n", "/t.yaml");
  assert.deepEqual(root && plainValue(root), {
    Resources: {},
    A: { x: 1, y: 2 },
    B: { y: 3, x: 1 },
    C: { x: 1, y: 2 },
  });
});

test("stops aliases that multiply without end", () => {
  const bomb = Array.from(
    { length: 12 },
    (_unused, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(10)}]`,
  );
  const { problems } = parseTemplate(`a0: &a0 x\n${bomb.join("\n")}\n`, "/t.yaml");
  assert.deepEqual(problems.map(inShort), ["0:0 template-too-large"]);
});

test("keeps a number's text as written, and an account id that begins with 0", () => {
  const { root } = parseTemplate("Resources: {}\nA: 1.0\nB: 012345678901\n", "/t.yaml");
  assert.equal(textOf(childOf(root, "A")), "1.0");
  assert.deepEqual(root && plainValue(root), { Resources: {}, A: 1, B: "012345678901" });
});

test("gives JSON the same positions as YAML, with tabs and carriage returns", () => {
  const { resources } = parseTemplate('{\r\n\t"Resources": {\r\n\t\t"A": { "Type": "X" }\r\n\t}\r\n}', "/t.json");
  assert.deepEqual(resources.get("A")?.keyRange, { start: { line: 2, character: 2 }, end: { line: 2, character: 5 } });
});

test("never throws for any beginning of a template", () => {
  const text =
    "Resources:\n  A: &x { Type: !Sub [\"a${B}\", {B: 1}] }\n  B: *x\n  C:\n    - |\n      text\n    - 'q'\n";
  for (let length = 0; length <= text.length; length++) {
    assert.doesNotThrow(() => parseTemplate(text.slice(0, length), "/t.yaml"));
  }
});
