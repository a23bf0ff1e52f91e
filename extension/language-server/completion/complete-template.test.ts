import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { CompletionItemTag } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { completeTemplate } from "./complete-template.ts";

/** Suggestions where `|` stands, and the text with the first of them taken. */
async function complete(marked: string, file = "/nowhere/template.yaml") {
  const text = marked.replace("|", "");
  const document = TextDocument.create(`file://${file}`, "yaml", 1, text);
  const signal = new AbortController().signal;
  const context = { today: new Date("2026-11-25"), file, signal };
  const items = await completeTemplate(document, marked.indexOf("|"), context);
  const edit = items[0]?.textEdit;
  const taken = edit && "range" in edit ? TextDocument.applyEdits(document, [edit]) : text;
  return { items, labels: items.map(({ label }) => label), taken };
}

const inFunction = "Resources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties:\n";
const inEvent = `${inFunction}      Events:\n        E:\n`;

describe("completion in templates", () => {
  test("offers runtimes with the day they retire, those that are going last", async () => {
    const { items, labels } = await complete(`${inFunction}      Runtime: |`);
    assert.equal(
      items.find(({ label }) => label === "nodejs22.x")?.detail,
      "deprecated on 2027-04-30, no new functions from 2027-06-01",
    );
    const first = items.findIndex(({ tags }) => tags?.includes(CompletionItemTag.Deprecated));
    assert.ok(labels.indexOf("nodejs20.x") >= first);
    assert.ok(labels.indexOf("python3.14") < first);
    assert.ok(!labels.includes("nodejs12.x"));
  });

  test("replaces the whole word, and keeps what follows", async () => {
    const { taken } = await complete(`${inFunction}      Runtime: no|thing # why\n`);
    assert.match(taken, /Runtime: \w+[\d.]+x? # why\n$/);
  });

  test("offers memory in steps, with the share of a CPU that each brings", async () => {
    const { items, taken } = await complete("Globals:\n  Function:\n    MemorySize: |");
    assert.equal(items.find(({ label }) => label === "1769")?.detail, "1 vCPU");
    assert.match(taken, /MemorySize: 128$/);
  });

  test("writes numbers without and texts with quotes in JSON", async () => {
    const memory = await complete('{"Resources": {"A": {"Properties": {"MemorySize": |}}}}');
    assert.match(memory.taken, /"MemorySize": 128\}/);
    const runtime = await complete('{"Resources": {"A": {"Properties": {"Runtime": |}}}}');
    assert.match(runtime.taken, /"Runtime": "[\w.]+"\}/);
    const quoted = await complete('{"Resources": {"A": {"Properties": {"Runtime": "|"}}}}');
    assert.match(quoted.taken, /"Runtime": "[\w.]+"\}/);
  });

  test("offers architectures in a list", async () => {
    const { labels } = await complete(`${inFunction}      Architectures: [|]`);
    assert.deepEqual(labels, ["arm64", "x86_64"]);
  });

  test("offers event types with what they need", async () => {
    const { items } = await complete(`${inEvent}          Type: S|`);
    assert.equal(items.find(({ label }) => label === "SQS")?.detail, "needs Queue");
  });

  test("offers an event's properties that are not there yet, the required ones first", async () => {
    const { labels, items } = await complete(
      `${inEvent}          Type: SQS\n          Properties:\n            BatchSize: 5\n            |\n`,
    );
    assert.equal(labels[0], "Queue");
    assert.equal(items[0]?.detail, "required");
    assert.ok(labels.includes("FunctionResponseTypes"));
    assert.ok(!labels.includes("BatchSize"));
  });

  test("offers nothing where Lambda has nothing to say", async () => {
    for (const text of [
      `${inFunction}      Description: |`,
      "Outputs:\n  Runtime: |",
      `${inFunction}      # Runtime: |`,
    ]) {
      assert.deepEqual((await complete(text)).labels, [], text);
    }
  });
});

describe("completion of handlers", () => {
  const project = (t: TestContext, files: Readonly<Record<string, string>>): string => {
    const folder = mkdtempSync(join(tmpdir(), "pilotlight-complete-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return join(folder, "template.yaml");
  };
  const handlerOf = (runtime: string, more = ""): string =>
    `Resources:\n  A:\n    Type: AWS::Serverless::Function\n${more}    Properties:\n      CodeUri: src/\n      Runtime: ${runtime}\n      Handler: |\n`;

  test("finds what Node.js modules export, and not their tests or packages", async (t) => {
    const file = project(t, {
      "src/app.mjs": "export const handler = async () => 1;\nexport const limit = 5;\n",
      "src/lib/other.js": "exports.main = () => 1;\n",
      "src/app.test.mjs": "export const handler = async () => 1;\n",
      "src/node_modules/x/index.js": "exports.handler = () => 1;\n",
    });
    assert.deepEqual((await complete(handlerOf("nodejs24.x"), file)).labels, ["app.handler", "lib/other.main"]);
  });

  test("names a bundled handler as esbuild will name its file", async (t) => {
    const file = project(t, {
      "src/api/app.ts": "export async function handler(): Promise<void> {}\n",
      "src/api/other.ts": "export async function handler(): Promise<void> {}\n",
    });
    const metadata =
      "    Metadata:\n      BuildMethod: esbuild\n      BuildProperties:\n        EntryPoints: [api/app.ts]\n";
    assert.deepEqual((await complete(handlerOf("nodejs24.x", metadata), file)).labels, ["app.handler"]);
  });

  test("finds functions of Python that take an event and a context", async (t) => {
    const file = project(t, {
      "src/app.py": "def handler(event, context):\n    pass\n\ndef helper(a, b):\n    pass\n",
      "src/jobs/nightly.py": "def run(event: dict, ctx: object) -> None:\n    pass\n",
    });
    assert.deepEqual((await complete(handlerOf("python3.13"), file)).labels, ["app.handler", "jobs/nightly.run"]);
  });

  test("finds methods of Ruby and classes of Java", async (t) => {
    const file = project(t, {
      "src/app.rb": "def handler(event:, context:)\nend\n",
      "src/src/main/java/a/b/App.java":
        "package a.b;\npublic class App implements RequestHandler<String, String> {\n}\n",
    });
    assert.deepEqual((await complete(handlerOf("ruby3.4"), file)).labels, ["app.handler"]);
    assert.deepEqual((await complete(handlerOf("java21"), file)).labels, ["a.b.App::handleRequest"]);
  });

  test("says nothing of a folder that is not there", async () => {
    assert.deepEqual((await complete(handlerOf("python3.13"))).labels, []);
  });
});

test("suggests something or nothing, but never throws, while a template is being typed", async () => {
  const yaml = `${inEvent}          Type: SQS\n          Properties:\n            Queue: !GetAtt Q.Arn\n      Runtime: node\n      Architectures: [arm64]\n`;
  const json = '{"Resources": {"A": {"Properties": {"Events": {"E": {"Type": "SQS", "Properties": {"Queue": "q"}}}}}}}';
  for (const text of [yaml, json]) {
    for (let end = 0; end <= text.length; end++) {
      const { items } = await complete(`${text.slice(0, end)}|`);
      for (const { textEdit } of items) {
        assert.ok(textEdit && "range" in textEdit);
        assert.equal(textEdit.range.start.line, textEdit.range.end.line);
      }
    }
  }
});
