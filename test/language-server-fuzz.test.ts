import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import { TestClient } from "../extension/language-server/client-for-tests.ts";
import { known, run } from "../extension/language-server/facts-for-tests.ts";
import { functionsNotification, importsNotification, runsNotification } from "../extension/language-server/protocol.ts";
import { randomEdit, Random, type Edit } from "./language-server/random-edits.ts";
import { ShownDocument, type Shown } from "./language-server/shown-document.ts";

/** A text that is typed, then changed in all sorts of ways. */
interface Fuzzed {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly pieces: readonly string[];
}

const yaml = `# of the shop
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: { Timeout: 10, MemorySize: 512 }
Resources:
  Alpha:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs24.x
      MemorySize: !If [Big, 1024, 256]
      Architectures:
        - arm64
      Environment: { Variables: { KEY: "a # b" } }
      InlineCode: |
        def f(a, *args):
          # c
          return "x: y"

  Queue:
    Type: AWS::SQS::Queue
  # the second one
  Beta:
    Type: AWS::Lambda::Function
    Properties: { Timeout: 3, EphemeralStorage: { Size: 1024 }, Runtime: python3.13 }
Outputs:
  Arn: { Value: !GetAtt Alpha.Arn }
`;

const properties = { Runtime: "nodejs24.x", Handler: "app.handler", MemorySize: 512, Timeout: 5 };
const json = `${JSON.stringify(
  {
    Globals: { Function: { Timeout: 10 } },
    Resources: {
      Alpha: { Type: "AWS::Serverless::Function", Properties: { ...properties, Architectures: ["arm64"] } },
      Beta: { Type: "AWS::Lambda::Function", Properties: { ...properties, EphemeralStorage: { Size: 1024 } } },
    },
  },
  undefined,
  2,
)}\n`;

const typescript = `import { S3Client } from "@aws-sdk/client-s3";
import orders from "./orders.js";

const key = "AKIA2E0A8F3B244C9986";

/** Answers. */
export const handler = async (event: { id: string }): Promise<string> => {
  const client = new S3Client({});
  return \`\${String(client)} \${await orders(event.id)}\`;
};
`;

const python = `import json
import boto3
from shared import (
    db,
)

table = boto3.resource("dynamodb")

def handler(event, context):
    client = boto3.client("s3")
    return {"body": f"{json.dumps(event)} {db} {client}"}
`;

const templatePieces = [
  "  Gamma:\n    Type: AWS::Serverless::Function\n",
  "      MemorySize: 128\n",
  "---\n",
  "*p",
  "&p ",
];
const codePieces = [
  'import "@aws-sdk/client-s3";\n',
  "export function handler() {}\n",
  "/*",
  "`",
  '"""',
  "import boto3\n",
];

const fuzzed: readonly Fuzzed[] = [
  { name: "a YAML template", file: "/project/template.yaml", text: yaml, pieces: templatePieces },
  {
    name: "one with CRLF",
    file: "/project/template.yaml",
    text: yaml.replaceAll("\n", "\r\n"),
    pieces: templatePieces,
  },
  {
    name: "a JSON template",
    file: "/project/template.json",
    text: json,
    pieces: ['"MemorySize": 128,', "}", "{", '"'],
  },
  { name: "a TypeScript handler", file: "/project/src/app.ts", text: typescript, pieces: codePieces },
  { name: "a Python handler", file: "/project/src/app.py", text: python, pieces: codePieces },
];

describe("what is shown in a text that is being typed is right at each key", () => {
  // Line ends come whole while somebody types.
  for (const each of fuzzed.filter(({ text }) => !text.includes("\r"))) {
    test(`in ${each.name}`, async (t) => {
      const fuzz = await Fuzz.start(t, each, 1);
      for (const key of each.text) {
        const at = fuzz.text.length;
        await fuzz.change({ from: at, to: at, newText: key });
      }
      assert.ok(fuzz.compared > 0);
      assert.ok(fuzz.seen.lenses > 0 && fuzz.seen.hovers > 0);
    });
  }
});

describe("what is shown in a text after any change is right", () => {
  for (const each of fuzzed) {
    test(`in ${each.name}`, async (t) => {
      const random = new Random(7);
      const fuzz = await Fuzz.start(t, each, 7);
      for (let round = 0; round < 40; round++) {
        await fuzz.change({ from: 0, to: fuzz.text.length, newText: each.text });
        for (let step = 0; step < 5; step++) {
          await fuzz.change(randomEdit(random, fuzz.text, each.pieces, fuzz.earlier));
        }
      }
      assert.ok(fuzz.compared > 20, String(fuzz.compared));
      assert.ok(fuzz.seen.lenses > 0 && fuzz.seen.hints > 0);
    });
  }
});

/** One document in a server that sees each change, and again and again in one that sees it for the first time. */
class Fuzz {
  readonly #document: ShownDocument;
  readonly #fresh: TestClient;
  readonly #fuzzed: Fuzzed;
  readonly #random: Random;
  readonly earlier: string[] = [];
  readonly seen = { lenses: 0, hints: 0, hovers: 0 };
  compared = 0;

  private constructor(document: ShownDocument, fresh: TestClient, fuzzed: Fuzzed, random: Random) {
    this.#document = document;
    this.#fresh = fresh;
    this.#fuzzed = fuzzed;
    this.#random = random;
  }

  static async start(t: TestContext, fuzzed: Fuzzed, seed: number): Promise<Fuzz> {
    const document = await ShownDocument.open(await clientFor(t, fuzzed), fuzzed.file, "");
    return new Fuzz(document, await clientFor(t, fuzzed), fuzzed, new Random(seed));
  }

  get text(): string {
    return this.#document.text;
  }

  async change(edit: Edit): Promise<void> {
    if (this.#random.below(8) === 0) this.earlier.push(this.text);
    await this.#document.edit(edit);
    const near = this.#document.positionAt(edit.from + edit.newText.length);
    const shown = await this.#document.show(near);
    this.seen.lenses += shown.lenses.length;
    this.seen.hints += shown.hints.length;
    this.#checkPlaces(shown);
    const isDone = this.text === this.#fuzzed.text;
    const [lens] = shown.lenses;
    if (lens && (isDone || this.#random.below(4) === 0)) {
      const line = this.#lineText(lens.range.start.line);
      const character = Math.max(line.search(/[\w$]/), line.indexOf("handler"));
      const { hover } = await this.#document.show({ line: lens.range.start.line, character });
      if (hover) this.seen.hovers++;
    }
    // Findings go on to stand while a template can't be read: what is shown is then partly of earlier.
    const isWhole = shown.diagnostics !== undefined;
    if (!isWhole || (!isDone && this.#random.below(4) > 0)) return;
    this.compared++;
    const first = await ShownDocument.open(this.#fresh, this.#fuzzed.file, this.text);
    try {
      assert.deepEqual(shown, await first.show(near), JSON.stringify(this.text));
    } finally {
      await first.close();
    }
  }

  /** Whatever could be read: nothing stands beside something else. */
  #checkPlaces({ lenses, hints, diagnostics, actions, hover }: Shown): void {
    const { text } = this;
    const lines = text.split("\n");
    for (const { range, command } of lenses) {
      const target = command?.arguments?.[0] as { functionName: string } | undefined;
      const line = lines[range.start.line] ?? "";
      const wanted = /\.[jt]s$|py$/.test(this.#fuzzed.file) ? "handler" : target?.functionName;
      if (wanted !== undefined)
        assert.ok(line.includes(wanted), `${wanted} is not in ${line}: ${JSON.stringify(text)}`);
    }
    for (const { position, label } of hints) {
      assert.ok(typeof label === "string");
      const [, names] = hintedBy.find(([pattern]) => pattern.test(label)) ?? [];
      const end = this.#document.offsetAt(position);
      assert.ok(position.character <= (lines[position.line] ?? "").length);
      const before = text.slice(Math.max(0, end - 160), end);
      assert.match(before, names ?? /^$/, `${label} in ${JSON.stringify(text)}`);
    }
    const ranges = [
      ...(diagnostics ?? []).map(({ range }) => range),
      ...actions.flatMap(({ edit }) =>
        Object.values(edit?.changes ?? {})
          .flat()
          .map(({ range }) => range),
      ),
      ...(hover?.range ? [hover.range] : []),
    ];
    for (const { start, end } of ranges) {
      for (const { line, character } of [start, end]) {
        assert.ok(line < lines.length && character <= (lines[line] ?? "").length, JSON.stringify({ start, end, text }));
      }
    }
  }

  #lineText(line: number): string {
    return this.text.split("\n")[line] ?? "";
  }
}

/** By what a hint says: what has to stand before it. */
const hintedBy: readonly (readonly [label: RegExp, text: RegExp])[] = [
  [/vCPU/, /MemorySize/],
  [/headroom/, /Timeout/],
  [/per GB-second/, /Architectures/],
  [/free up to|a month$|million seconds/, /Size/],
  [/functions|every function has its own/, /MemorySize|Timeout|Architectures|Size|Provisioned/],
  [/^\+\d+ ms$/, /client-s3|boto3/],
];

async function clientFor(t: TestContext, { file }: Fuzzed): Promise<TestClient> {
  const client = await TestClient.start(t);
  const { connection } = client;
  const project = { folder: "/project", region: "eu-west-1" };
  const isTemplate = file.includes("template");
  const functions = isTemplate
    ? ["Alpha", "Beta"].map((name) => known(name, { template: file, handlerFile: null }))
    : [known("Hello", { handlerFile: file, runtime: file.endsWith("py") ? "python3.13" : "nodejs24.x" })];
  await connection.sendNotification(functionsNotification, { ...project, functions });
  const runs = [run(0, { initMs: 150 }), run(1), run(2), run(3)];
  for (const { name } of functions)
    await connection.sendNotification(runsNotification, { ...project, functionName: name, runs });
  if (!isTemplate) {
    const imports = ["@aws-sdk/client-s3", "boto3"].map((specifier) => ({ file, specifier, ms: 118, build: "b1" }));
    await connection.sendNotification(importsNotification, { ...project, functionName: "Hello", imports });
  }
  return client;
}
