import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Failure } from "../../runner/model/failure.ts";
import { parseTemplate } from "../../runner/model/template/template.ts";
import type { Language } from "./languages.ts";
import type { NewFunction } from "./new-function.ts";
import { addFunction, resourceNames } from "./template-entry.ts";
import { triggerIds } from "./triggers.ts";

const language: Language = { runtime: "python3.14", handler: "app.handler", testCommand: "", handlerFile: "app.py" };
const orders: NewFunction = {
  name: "Orders",
  language: "python",
  trigger: "none",
  memoryMb: 256,
  architecture: "arm64",
};
const sam = "Transform: AWS::Serverless-2016-10-31\n";

/** `Orders` in a block, indented by two. */
const entry = `  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/orders/
      Handler: app.handler
      Runtime: python3.14
      Architectures: [arm64]
      MemorySize: 256
      Timeout: 10
      LoggingConfig:
        LogFormat: JSON
`;

const properties = {
  CodeUri: "functions/orders/",
  Handler: "app.handler",
  Runtime: "python3.14",
  Architectures: ["arm64"],
  MemorySize: 256,
  Timeout: 10,
  LoggingConfig: { LogFormat: "JSON" },
};
const compact = JSON.stringify({ Type: "AWS::Serverless::Function", Properties: properties });

describe("A function added to a template", () => {
  const cases: [title: string, before: string, after: string][] = [
    ["makes a template of an empty file", "", `AWSTemplateFormatVersion: "2010-09-09"\n${sam}\nResources:\n${entry}`],
    [
      "comes behind comments when there is nothing else",
      "# Mine\n# alone",
      `# Mine\n# alone\nAWSTemplateFormatVersion: "2010-09-09"\n${sam}\nResources:\n${entry}`,
    ],
    [
      "comes between the markers of a document",
      "---\n...\n",
      `---\nAWSTemplateFormatVersion: "2010-09-09"\n${sam}\nResources:\n${entry}...\n`,
    ],
    [
      "comes behind the last resource, with an empty line between",
      `${sam}Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n`,
      `${sam}Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n\n${entry}`,
    ],
    [
      "stands as close as the other resources do",
      `${sam}Resources:\n  A:\n    Type: AWS::SNS::Topic\n  B:\n    Type: AWS::SNS::Topic\nOutputs: {}\n`,
      `${sam}Resources:\n  A:\n    Type: AWS::SNS::Topic\n  B:\n    Type: AWS::SNS::Topic\n${entry}Outputs: {}\n`,
    ],
    [
      "leaves comments with the resource they follow, and in front of the section they introduce",
      `${sam}Resources:\n  A: # first\n    Type: AWS::SNS::Topic   # spaces   \n    # more of A\n  # B: later\n\n# What others need\nOutputs: {}\n`,
      `${sam}Resources:\n  A: # first\n    Type: AWS::SNS::Topic   # spaces   \n    # more of A\n  # B: later\n\n${entry}\n# What others need\nOutputs: {}\n`,
    ],
    [
      "ends a last line that has no line break",
      `${sam}Resources:\n  A:\n    Type: "AWS::SNS::Topic"`,
      `${sam}Resources:\n  A:\n    Type: "AWS::SNS::Topic"\n\n${entry}`,
    ],
    ["fills a section without entries", `${sam}Resources:\n`, `${sam}Resources:\n${entry}`],
    [
      "fills a section of nothing but comments",
      `${sam}Resources: # none yet\n  # soon\nOutputs: {}\n`,
      `${sam}Resources: # none yet\n  # soon\n${entry}Outputs: {}\n`,
    ],
    [
      "brings the section along",
      `${sam}Description: |+\n  Long\n\n`,
      `${sam}Description: |+\n  Long\n\nResources:\n${entry}`,
    ],
    [
      "ends a text in several lines that has no line break",
      `${sam}Resources:\n  A:\n    Code: |\n      print(1)`,
      `${sam}Resources:\n  A:\n    Code: |\n      print(1)\n\n${entry}`,
    ],
    [
      "adds no empty line to a text that would keep it",
      `${sam}Resources:\n  A:\n    Code: |+\n      print(1)\n`,
      `${sam}Resources:\n  A:\n    Code: |+\n      print(1)\n${entry}`,
    ],
    [
      "brings the section along in front of the end of the document",
      `---\n${sam}Description: x\n...\n`,
      `---\n${sam}Description: x\n\nResources:\n${entry}...\n`,
    ],
    [
      "is indented as the template is",
      `${sam}Resources:\n    A:\n        Type: AWS::SNS::Topic\n`,
      `${sam}Resources:\n    A:\n        Type: AWS::SNS::Topic\n\n${entry.replaceAll(/^ {2}/gm, "    ")}`,
    ],
    [
      "follows a text of several lines without joining it",
      `${sam}Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Metadata:\n      Text: >\n        # no comment\n        more\n\nOutputs: {}\n`,
      `${sam}Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Metadata:\n      Text: >\n        # no comment\n        more\n\n${entry}\nOutputs: {}\n`,
    ],
    [
      "comes between the braces of an empty section",
      `${sam}Resources: {} # none\n`,
      `${sam}Resources: {\n    "Orders": ${JSON.stringify({ Type: "AWS::Serverless::Function", Properties: properties }, undefined, 2).replaceAll("\n", "\n    ")}\n  } # none\n`,
    ],
    [
      "brings SAM's transform along, behind the format version",
      `AWSTemplateFormatVersion: '2010-09-09' # as ever\nDescription: x\nResources:\n`,
      `AWSTemplateFormatVersion: '2010-09-09' # as ever\n${sam}Description: x\nResources:\n${entry}`,
    ],
    [
      "brings SAM's transform along, in front of the rest",
      "# Mine\nResources:\n",
      `# Mine\n${sam}Resources:\n${entry}`,
    ],
    [
      "adds SAM's transform to one other",
      "Transform: AWS::LanguageExtensions # loops\nResources:\n",
      `Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31] # loops\nResources:\n${entry}`,
    ],
    [
      "adds SAM's transform to a list",
      "Transform:\n  - AWS::LanguageExtensions # loops\n  # the end\nResources:\n",
      `Transform:\n  - AWS::LanguageExtensions # loops\n  - AWS::Serverless-2016-10-31\n  # the end\nResources:\n${entry}`,
    ],
    [
      "adds SAM's transform to a list in brackets",
      "Transform: [ 'AWS::LanguageExtensions' ]\nResources:\n",
      `Transform: [ 'AWS::LanguageExtensions', AWS::Serverless-2016-10-31 ]\nResources:\n${entry}`,
    ],
    [
      "ends its lines as the file does",
      `${sam}Resources:\n  A:\n    Type: AWS::SNS::Topic\n`.replaceAll("\n", "\r\n"),
      `${sam}Resources:\n  A:\n    Type: AWS::SNS::Topic\n\n${entry}`.replaceAll("\n", "\r\n"),
    ],
    ["keeps a byte order mark first", "\uFEFFResources:\n", `\uFEFF${sam}Resources:\n${entry}`],
    [
      "is JSON on one line in such a template",
      `{"Resources":{}}`,
      `{"Transform": "AWS::Serverless-2016-10-31", "Resources":{"Orders":${compact}}}`,
    ],
    [
      "is JSON with tabs in such a template, behind a comma of its own",
      `{\n\t"AWSTemplateFormatVersion": "2010-09-09",\n\t"Resources": {\n\t\t"A": {"Type": "AWS::SNS::Topic"}\n\t}\n}\n`,
      `{\n\t"AWSTemplateFormatVersion": "2010-09-09",\n\t"Transform": "AWS::Serverless-2016-10-31",\n\t"Resources": {\n\t\t"A": {"Type": "AWS::SNS::Topic"},\n\t\t"Orders": ${JSON.stringify({ Type: "AWS::Serverless::Function", Properties: properties }, undefined, "\t").replaceAll("\n", "\n\t\t")}\n\t}\n}\n`,
    ],
    [
      "makes a template of an empty object",
      `{}\n`,
      `{\n  "Transform": "AWS::Serverless-2016-10-31",\n  "Resources": {\n    "Orders": ${JSON.stringify({ Type: "AWS::Serverless::Function", Properties: properties }, undefined, 2).replaceAll("\n", "\n    ")}\n  }\n}\n`,
    ],
  ];
  for (const [title, before, after] of cases) {
    test(title, () => assert.equal(addFunction(before, orders, language), after));
  }

  test("finds its place behind comments in braces", () => {
    const before = `${sam}Resources: {\n  A: { Type: AWS::SNS::Topic } # first, and\n  # B: later\n  }\n`;
    const after = addFunction(before, orders, language);
    assert.match(after, /^ {2}A: \{ Type: AWS::SNS::Topic \}, # first, and\n {2}# B: later\n {2}"Orders": \{/m);
    assert.deepEqual(resourceNames(after), ["A", "Orders"]);
  });

  test("finds its place behind a comma that is there already", () => {
    const before = `${sam}Resources: { A: { Type: AWS::SNS::Topic }, }\n`;
    assert.deepEqual(resourceNames(addFunction(before, orders, language)), ["A", "Orders"]);
  });

  for (const trigger of triggerIds) {
    test(`is read without problems, in YAML and JSON, when its trigger is ${trigger}`, () => {
      for (const empty of ["", "{}", `Resources: {}\n`]) {
        const text = addFunction(empty, { ...orders, trigger }, language);
        const { problems, resources, isServerless } = parseTemplate(text, "/work/template.yaml");
        assert.deepEqual(problems, []);
        assert.ok(isServerless);
        assert.deepEqual([...resources.keys()], resourceNames(text));
        assert.equal(resources.get("Orders")?.type, "AWS::Serverless::Function");
      }
    });
  }

  test("can be followed by any number of others", () => {
    let text = "";
    for (const trigger of triggerIds) {
      text = addFunction(text, { ...orders, name: `On${trigger.replaceAll("-", "")}`, trigger }, language);
    }
    assert.deepEqual(parseTemplate(text, "/work/template.yaml").problems, []);
    assert.equal(text.match(/^Transform:/gm)?.length, 1);
    assert.equal(text.match(/AWS::Serverless::Function$/gm)?.length, triggerIds.length);
  });
});

describe("A template is left alone", () => {
  const cases: [title: string, before: string, message: RegExp][] = [
    [
      "that has a resource of the name",
      `Resources:\n  Orders:\n    Type: X\n`,
      /^The template has a resource Orders already/,
    ],
    ["that can't be read", "Resources:\n  A: [\n", /^The template can't be read: .*line \d+.* Correct it/s],
    ["that holds several documents", "A: 1\n---\nB: 2\n", /^The template's file holds 2 YAML documents/],
    ["that is a list", "- A\n", /^The template is no map/],
    ["that is a text", "hello\n", /^The template is no map/],
    ["whose resources are a list", "Resources: []\n", /^Resources is no map .*Make it a map/],
    ["whose resources are a text", "Resources: none\n", /^Resources is a single value/],
    ["whose resources stand somewhere else", "A: &a {}\nResources: *a\n", /^Resources is no map/],
    [
      "whose transform is no list",
      "Transform:\n  Name: AWS::Include\nResources:\n",
      /^The template's Transform is a map/,
    ],
  ];
  for (const [title, before, message] of cases) {
    test(title, () => {
      assert.throws(
        () => addFunction(before, orders, language),
        (error) => error instanceof Failure && message.test(error.message),
      );
    });
  }

  test("that has one of the resources a trigger brings along", () => {
    const before = "Resources:\n  OrdersQueue:\n    Type: X\n";
    assert.throws(() => addFunction(before, { ...orders, trigger: "sqs" }, language), /resource OrdersQueue already/);
  });
});
