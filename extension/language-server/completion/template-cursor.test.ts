import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { templateCursor } from "./template-cursor.ts";

/** `|` is where the cursor stands. */
function at(marked: string) {
  const offset = marked.indexOf("|");
  const text = marked.replace("|", "");
  const cursor = templateCursor(text, offset);
  return cursor && { path: cursor.path.join("/"), kind: cursor.kind, word: text.slice(cursor.start, cursor.end) };
}

const inFunction = "Resources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties:\n";
const ofFunction = "Resources/A/Properties";

describe("the cursor of a YAML template", () => {
  const cases: readonly [title: string, text: string, expected: ReturnType<typeof at>][] = [
    [
      "stands at a value half typed",
      `${inFunction}      Runtime: node|`,
      { path: `${ofFunction}/Runtime`, kind: "value", word: "node" },
    ],
    [
      "stands at a value with text behind it, which goes as well",
      `${inFunction}      Runtime: node|js20.x # old`,
      { path: `${ofFunction}/Runtime`, kind: "value", word: "nodejs20.x" },
    ],
    [
      "stands at a value that is not there yet",
      `${inFunction}      Runtime: |`,
      { path: `${ofFunction}/Runtime`, kind: "value", word: "" },
    ],
    ["stands at a key half typed", `${inFunction}      Run|`, { path: ofFunction, kind: "key", word: "Run" }],
    ["keeps the colon of a key", `${inFunction}      Run|: x\n`, { path: ofFunction, kind: "key", word: "Run" }],
    ["stands at a key on an empty line", `${inFunction}      |\n`, { path: ofFunction, kind: "key", word: "" }],
    [
      "passes over siblings, comments and deeper lines",
      `${inFunction}      Environment:\n        Variables:\n          X: 1\n\n      # why\n      Runtime: |`,
      { path: `${ofFunction}/Runtime`, kind: "value", word: "" },
    ],
    [
      "stands at an item of a list",
      `${inFunction}      Architectures:\n        - ar|`,
      { path: `${ofFunction}/Architectures/[]`, kind: "value", word: "ar" },
    ],
    [
      "stands at an item of a list as far out as its key",
      `${inFunction}      Architectures:\n      - x86_64\n      - ar|`,
      { path: `${ofFunction}/Architectures/[]`, kind: "value", word: "ar" },
    ],
    [
      "stands at an item in brackets",
      `${inFunction}      Architectures: [x86_64, ar|]`,
      { path: `${ofFunction}/Architectures/[]`, kind: "value", word: "ar" },
    ],
    [
      "stands at a key of a map that is a list's item",
      `${inFunction}      Policies:\n        - Statement:\n            - Effect: Allow\n              Act|`,
      { path: `${ofFunction}/Policies/[]/Statement/[]`, kind: "key", word: "Act" },
    ],
    [
      "stands in quotes",
      `${inFunction}      Handler: "app.h|"`,
      { path: `${ofFunction}/Handler`, kind: "value", word: "app.h" },
    ],
    ["stands at the root", "Res|", { path: "", kind: "key", word: "Res" }],
    ["is nowhere in a comment", `${inFunction}      # Runtime: |`, undefined],
    ["is nowhere in running text", `${inFunction}      Description: a function that |`, undefined],
  ];
  for (const [title, text, expected] of cases) {
    test(title, () => assert.deepEqual(at(text), expected));
    test(`${title}, with the line ends of Windows`, () =>
      assert.deepEqual(at(text.replaceAll("\n", "\r\n")), expected));
  }
});

describe("the cursor of a JSON template", () => {
  const cases: readonly [title: string, text: string, expected: ReturnType<typeof at>][] = [
    [
      "stands at a value in quotes",
      '{"Resources": {"A": {"Properties": {"Runtime": "node|js20.x"}}}}',
      { path: `${ofFunction}/Runtime`, kind: "value", word: "nodejs20.x" },
    ],
    [
      "stands at a value not closed yet",
      '{"Resources": {"A": {"Properties": {"Runtime": "node|',
      { path: `${ofFunction}/Runtime`, kind: "value", word: "node" },
    ],
    [
      "stands at a number",
      '{"Resources": {"A": {"Properties": {"MemorySize": 12|8}}}}',
      { path: `${ofFunction}/MemorySize`, kind: "value", word: "128" },
    ],
    [
      "stands at a value that is not there yet",
      '{"Resources": {"A": {"Properties": {"MemorySize": |}}}}',
      { path: `${ofFunction}/MemorySize`, kind: "value", word: "" },
    ],
    [
      "stands at a key",
      '{"Resources": {"A": {"Properties": {"Run|"}}}}',
      { path: ofFunction, kind: "key", word: "Run" },
    ],
    [
      "stands at an item of a list",
      '{"Resources": {"A": {"Properties": {"Architectures": ["ar|"]}}}}',
      { path: `${ofFunction}/Architectures/[]`, kind: "value", word: "ar" },
    ],
  ];
  for (const [title, text, expected] of cases) test(title, () => assert.deepEqual(at(text), expected));
});
