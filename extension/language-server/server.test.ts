import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import {
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  DocumentDiagnosticRequest,
  InlayHintRequest,
  type CodeAction,
  type CodeLens,
  type Diagnostic,
} from "vscode-languageserver-protocol/node";
import { known, run } from "./facts-for-tests.ts";
import { functionsNotification, importsNotification, runsNotification } from "./protocol.ts";
import { TestClient, uriOf } from "./client-for-tests.ts";

const file = "/project/src/app.ts";
const code = "import x from 'x';\n\nexport const handler = async () => {};\n";
const project = { folder: "/project", region: "eu-west-1" };

async function clientWith(t: TestContext, settings = {}): Promise<TestClient> {
  const client = await TestClient.start(t, settings);
  await client.connection.sendNotification(functionsNotification, { ...project, functions: [known("Hello")] });
  await client.open(file, code, "typescript");
  return client;
}

async function lenses(client: TestClient): Promise<string[]> {
  const found = await client.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: uriOf(file) } });
  return (found ?? []).map(({ range, command }: CodeLens) => `${range.start.line} ${command?.title ?? ""}`);
}

describe("lenses above a handler", () => {
  test("invoke it, debug it, and tell its estimate before it was ever run", async (t) => {
    const [invoke, debug, figures] = await lenses(await clientWith(t));
    assert.deepEqual([invoke, debug], ["2 invoke", "2 debug"]);
    assert.match(figures ?? "", /^2 cold ~\d+ ms · 512 MB · cost unknown · not run yet$/);
  });

  test("tell what was measured as soon as it was, in as many lenses", async (t) => {
    const client = await clientWith(t);
    const runs = [run(0, { initMs: 120 }), run(1)];
    await client.connection.sendNotification(runsNotification, { folder: "/project", functionName: "Hello", runs });
    const [, , figures, ...rest] = await lenses(client);
    assert.match(figures ?? "", /^2 cold ~\d+ ms · 84 of 512 MB · \$[\d.]+ per million · 2 runs$/);
    assert.deepEqual(rest, []);
  });

  test("stand where the handler is in the text that is being edited", async (t) => {
    const client = await clientWith(t);
    const start = { line: 0, character: 0 };
    await client.change(file, { range: { start, end: start }, text: "// one\n// two\n" });
    assert.deepEqual((await lenses(client)).slice(0, 2), ["4 invoke", "4 debug"]);
    await client.change(file, { text: "export const other = 1;" });
    assert.deepEqual(await lenses(client), []);
  });

  test("are none where they are switched off, and in files without a handler", async (t) => {
    assert.deepEqual(await lenses(await clientWith(t, { estimates: { lens: false } })), []);
    const client = await TestClient.start(t);
    await client.open(file, code);
    assert.deepEqual(await lenses(client), []);
  });
});

test("a document that was closed has no answer", async (t) => {
  const client = await clientWith(t);
  await client.close(file);
  assert.deepEqual(await lenses(client), []);
});

describe("a template", () => {
  const template = "/elsewhere/template.yaml";
  const text = `Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs24.x, MemorySize: 512 }
`;

  async function hintsIn(client: TestClient): Promise<string[]> {
    const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
    const params = { textDocument: { uri: uriOf(template) }, range };
    const found = await client.connection.sendRequest(InlayHintRequest.type, params);
    return (found ?? []).map(({ position, label }) => `${position.line} ${label as string}`);
  }

  test("has lenses and hints without anything being told of its project", async (t) => {
    const client = await TestClient.start(t);
    await client.open(template, text, "yaml");
    assert.deepEqual(await hintsIn(client), ["3 0.29 vCPU"]);
    const params = { textDocument: { uri: uriOf(template) } };
    const found = await client.connection.sendRequest(CodeLensRequest.type, params);
    assert.equal(found?.[0]?.command?.title, "1 function · cost unknown · 1 not run yet");
  });

  test("has hints of the text as it is, and of what was measured", async (t) => {
    const client = await TestClient.start(t);
    const functions = [known("shop-hello", { logicalId: "Hello", template })];
    await client.connection.sendNotification(functionsNotification, { ...project, functions });
    const runs = [run(0)];
    await client.connection.sendNotification(runsNotification, { ...project, functionName: "shop-hello", runs });
    await client.open(template, text, "yaml");
    assert.deepEqual(await hintsIn(client), ["3 0.29 vCPU · peak 84 MB"]);
    await client.change(template, { text: text.replace("MemorySize: 512", "MemorySize: 128") });
    assert.deepEqual(await hintsIn(client), ["3 0.072 vCPU · peak 84 MB"]);
  });

  test("has no hints where they are switched off", async (t) => {
    const client = await TestClient.start(t, { "estimates.templateHints": false });
    await client.open(template, text, "yaml");
    assert.deepEqual(await hintsIn(client), []);
  });
});

describe("costs of imports", () => {
  async function hints(t: TestContext, settings: Readonly<Record<string, unknown>> = {}): Promise<string[]> {
    const client = await TestClient.start(t, settings);
    const cost = { file, build: "b" };
    const imports = [
      { ...cost, specifier: "./small", ms: 7 },
      { ...cost, specifier: "heavy", ms: 118 },
      { ...cost, specifier: "gone", ms: 500 },
    ];
    await client.connection.sendNotification(importsNotification, { ...project, functionName: "Hello", imports });
    await client.open(file, 'import s from "./small"\nimport h from "heavy"; // h\n', "typescript");
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const params = { textDocument: { uri: uriOf(file) }, range };
    const found = await client.connection.sendRequest(InlayHintRequest.type, params);
    return (found ?? []).map(
      ({ position: { line, character }, label }) => `${line}:${character} ${JSON.stringify(label)}`,
    );
  }

  test("stand at the end of the line of each import that takes long", async (t) => {
    assert.deepEqual(await hints(t), ['1:27 "+118 ms"']);
    assert.deepEqual(await hints(t, { estimates: { importThreshold: 5 } }), ['0:23 "+7 ms"', '1:27 "+118 ms"']);
    assert.deepEqual(await hints(t, { estimates: { importCosts: false } }), []);
  });
});

describe("completion", () => {
  test("suggests values in a template, and nothing in code", async (t) => {
    const client = await TestClient.start(t);
    const text = "Resources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: ";
    await client.open("/project/template.yaml", text, "yaml");
    await client.open(file, code, "typescript");
    const at = async (path: string, line: number, character: number): Promise<string[]> => {
      const params = { textDocument: { uri: uriOf(path) }, position: { line, character } };
      const found = await client.connection.sendRequest(CompletionRequest.type, params);
      return (Array.isArray(found) ? found : (found?.items ?? [])).map(({ label }) => label);
    };
    assert.ok((await at("/project/template.yaml", 4, 15)).includes("nodejs24.x"));
    assert.deepEqual(await at(file, 0, 5), []);
  });
});

describe("findings of rules", () => {
  const template = "/project/template.yaml";
  const text =
    "Resources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: nodejs24.x\n      Handler: app.handler\n      CodeUri: .\n" +
    "      Events:\n        Q:\n          Type: SQS\n          Properties:\n            Queue: arn:aws:sqs:us-east-1:123456789012:q\n";
  const code = "batch-failures-unreported";

  async function find(client: TestClient, previousResultId?: string): Promise<readonly Diagnostic[] | string> {
    const params = {
      textDocument: { uri: uriOf(template) },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    };
    const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, params);
    return report.kind === "full" ? report.items : report.kind;
  }

  test("are told with their code, as severe as the settings have them, or not at all", async (t) => {
    for (const [severity, expected] of [
      [undefined, 3],
      ["error", 1],
    ] as const) {
      const client = await TestClient.start(t, { rules: severity === undefined ? {} : { [code]: severity } });
      await client.open(template, text, "yaml");
      const [found] = await find(client);
      assert.ok(typeof found === "object");
      assert.deepEqual([found.code, found.severity, found.source], [code, expected, "Lambda"]);
      assert.equal(found.codeDescription?.href, `file:///docs/rules/${code}.md`);
    }
    const client = await TestClient.start(t, { rules: { [code]: "off" } });
    await client.open(template, text, "yaml");
    assert.deepEqual(await find(client), []);
  });

  test("have fixes and a comment that silences them, as quick fixes", async (t) => {
    const client = await TestClient.start(t);
    await client.open(template, text, "yaml");
    const [found] = await find(client);
    assert.ok(typeof found === "object");
    const params = { textDocument: { uri: uriOf(template) }, range: found.range, context: { diagnostics: [] } };
    const actions = (await client.connection.sendRequest(CodeActionRequest.type, params)) as CodeAction[];
    assert.deepEqual(actions.map(({ kind }) => kind).includes("quickfix"), true);
    const silence = actions.find(({ title }) => title === `Silence ${code} here`);
    const [edit] = silence?.edit?.changes?.[uriOf(template)] ?? [];
    assert.ok(edit);
    await client.change(template, { range: edit.range, text: edit.newText });
    assert.deepEqual(await find(client), []);
  });

  test("that the loader of templates made have fixes, too, where the text still has what they mend", async (t) => {
    const client = await TestClient.start(t);
    const old = text.replace("nodejs24.x", "nodejs14.x");
    await client.open(template, old, "yaml");
    const range = { start: { line: 4, character: 15 }, end: { line: 4, character: 25 } };
    const titles = async (): Promise<string[]> => {
      const diagnostics = [{ range, message: "", source: "Lambda", code: "runtime-retired" }];
      const params = { textDocument: { uri: uriOf(template) }, range, context: { diagnostics } };
      const actions = (await client.connection.sendRequest(CodeActionRequest.type, params)) as CodeAction[];
      return actions.map(({ title, edit }) => `${title}: ${edit?.changes?.[uriOf(template)]?.[0]?.newText ?? ""}`);
    };
    assert.deepEqual(await titles(), ["Set Runtime to nodejs24.x: nodejs24.x"]);
    await client.change(template, { text: `# one\n${old}` });
    assert.deepEqual(await titles(), []);
  });

  test("go on to stand while the template is half typed", async (t) => {
    const client = await TestClient.start(t);
    await client.open(template, text, "yaml");
    assert.equal((await find(client)).length, 1);
    await client.change(template, { text: `${text}  B: {\n` });
    assert.equal(await find(client, "1"), "unchanged");
  });
});
