import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import {
  HoverRequest,
  InlayHintRequest,
  InlayHintResolveRequest,
  MarkupContent,
  type Hover,
} from "vscode-languageserver-protocol/node";
import { TestClient, uriOf } from "../client-for-tests.ts";
import { known, run } from "../facts-for-tests.ts";
import { functionsNotification, importsNotification, runsNotification } from "../protocol.ts";

const project = { folder: "/project", region: "eu-west-1" };
const file = "/project/src/app.ts";
const template = "/project/template.yaml";

async function hover(client: TestClient, path: string, line: number, character: number): Promise<Hover | null> {
  const params = { textDocument: { uri: uriOf(path) }, position: { line, character } };
  return await client.connection.sendRequest(HoverRequest.type, params);
}

/** The text of a hover in a line; empty without one. */
async function text(client: TestClient, path: string, line: number, character: number): Promise<string> {
  const found = await hover(client, path, line, character);
  return found && MarkupContent.is(found.contents) ? found.contents.value.replaceAll("\n", "¶") : "";
}

describe("hovers in code", () => {
  const code =
    'import s3 from "@aws-sdk/client-s3";\nimport fs from "node:fs";\n\nexport const handler = async () => s3;\n';

  async function clientWith(t: TestContext, functions: readonly string[], settings = {}): Promise<TestClient> {
    const client = await TestClient.start(t, settings);
    const { connection } = client;
    await connection.sendNotification(functionsNotification, { ...project, functions: functions.map((n) => known(n)) });
    const runs = [run(0, { initMs: 236 }), run(1)];
    await connection.sendNotification(runsNotification, { ...project, functionName: "Hello", runs });
    const imports = [{ file, specifier: "@aws-sdk/client-s3", ms: 118, build: "b1" }];
    await connection.sendNotification(importsNotification, { ...project, functionName: "Hello", imports });
    await client.open(file, code, "typescript");
    return client;
  }

  test("calculate a handler at its name, and nowhere else in its line", async (t) => {
    const client = await clientWith(t, ["Hello"]);
    const found = await hover(client, file, 3, 15);
    assert.deepEqual(found?.range, { start: { line: 3, character: 13 }, end: { line: 3, character: 20 } });
    assert.match(
      await text(client, file, 3, 15),
      /^\*\*Hello\*\* · nodejs24\.x · .*\| init.here \| 236.ms(?:&nbsp;)* \| 1 run\. \|/,
    );
    assert.equal(await text(client, file, 3, 30), "");
    assert.equal(await text(client, file, 2, 0), "");
  });

  test("show functions that share a handler: two one after the other, more side by side", async (t) => {
    assert.match(await text(await clientWith(t, ["A", "B"]), file, 3, 15), /^\*\*A\*\* .*¶---¶¶\*\*B\*\* /);
    assert.match(await text(await clientWith(t, ["A", "B", "C"]), file, 3, 15), /^\*\*Handler of 3 functions\*\*/);
  });

  test("explain what an import takes, in the whole of its line", async (t) => {
    const client = await clientWith(t, ["Hello"]);
    const wanted =
      /^\*\*@aws-sdk\/client-s3\*\* takes 118 ms at init.* build b1\. The whole init takes 236 ms .*, 50 % of it\.$/;
    assert.match(await text(client, file, 0, 2), wanted);
    assert.match(await text(client, file, 0, 35), wanted);
    assert.equal(await text(client, file, 1, 20), "");
  });

  test("are none where they are switched off", async (t) => {
    const client = await clientWith(t, ["Hello"], { estimates: { hovers: false } });
    assert.deepEqual([await text(client, file, 3, 15), await text(client, file, 0, 2)], ["", ""]);
  });
});

describe("hovers in a template", () => {
  const yaml = `Globals:
  Function:
    Timeout: 20
    MemorySize: 256
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs24.x
      MemorySize: 512
  Other:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs24.x, Architectures: [arm64], Timeout: 5 }
  Third:
    Type: AWS::Serverless::Function
  Fourth:
    Type: AWS::Serverless::Function
`;

  async function open(t: TestContext, path: string, content: string): Promise<TestClient> {
    const client = await TestClient.start(t);
    await client.open(path, content);
    return client;
  }

  test("calculate a function at its logical id, and at properties that estimates know of", async (t) => {
    const client = await open(t, template, yaml);
    assert.match(await text(client, template, 5, 4), /^\*\*Hello\*\* · nodejs24\.x · x86_64 · 512 MB · /);
    assert.match(await text(client, template, 9, 8), /^MemorySize: 0\.29 vCPU¶¶\*\*Hello\*\*/);
    assert.match(await text(client, template, 12, 45), /^Architectures: x86_64 costs 25 % more .*¶¶\*\*Other\*\*/);
    assert.match(await text(client, template, 12, 65), /^\*\*Other\*\* .* · arm64 · 256 MB/);
    assert.deepEqual([await text(client, template, 8, 8), await text(client, template, 12, 22)], ["", ""]);
  });

  test("show side by side the functions that have a property from Globals, and all of them at Resources", async (t) => {
    const client = await open(t, template, yaml);
    assert.match(await text(client, template, 2, 6), /^\*\*Timeout of 3 functions\*\*.*\| Hello \|/);
    assert.match(await text(client, template, 4, 2), /^\*\*4 functions\*\*/);
  });

  test("show side by side two functions that have a property from Globals", async (t) => {
    const entry = "\n    Type: AWS::Serverless::Function\n";
    const two = `Globals:\n  Function:\n    MemorySize: 256\nResources:\n  A:${entry}  B:${entry}`;
    const client = await open(t, template, two);
    assert.match(await text(client, template, 2, 6), /^\*\*MemorySize of 2 functions\*\*.*\| A \|.*\| B \|/);
  });

  test("are shown for hints, too, unless the text has changed since", async (t) => {
    const client = await open(t, template, yaml);
    const range = { start: { line: 0, character: 0 }, end: { line: 10, character: 0 } };
    const textDocument = { uri: uriOf(template) };
    const hints = await client.connection.sendRequest(InlayHintRequest.type, { textDocument, range });
    const hint = hints?.find(({ position }) => position.line === 9);
    assert.ok(hint);
    const { tooltip } = await client.connection.sendRequest(InlayHintResolveRequest.type, hint);
    assert.ok(MarkupContent.is(tooltip));
    assert.match(tooltip.value, /^MemorySize: 0\.29 vCPU\n\n\*\*Hello\*\*/);
    await client.change(template, { text: `# changed\n${yaml}` });
    assert.equal((await client.connection.sendRequest(InlayHintResolveRequest.type, hint)).tooltip, undefined);
  });

  test("are the same in JSON", async (t) => {
    const path = "/project/template.json";
    const properties = { Runtime: "python3.13", MemorySize: 128 };
    const resources = { Resources: { Hello: { Type: "AWS::Serverless::Function", Properties: properties } } };
    const client = await open(t, path, JSON.stringify(resources, undefined, 2));
    assert.match(await text(client, path, 2, 6), /^\*\*Hello\*\* · python3\.13/);
    assert.match(await text(client, path, 6, 10), /^MemorySize: 0\.072 vCPU¶¶\*\*Hello\*\*/);
  });
});
