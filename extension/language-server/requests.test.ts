import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import {
  CancellationTokenSource,
  CodeActionRequest,
  CodeLensRequest,
  ConfigurationRequest,
  DidChangeConfigurationNotification,
  DocumentDiagnosticRequest,
  HoverRequest,
  InlayHintRequest,
  LSPErrorCodes,
  type ResponseError,
  type InlayHint,
} from "vscode-languageserver-protocol/node";
import { TestClient, uriOf } from "./client-for-tests.ts";
import { known, run } from "./facts-for-tests.ts";
import {
  calibrationsNotification,
  codeNotification,
  functionsNotification,
  importsNotification,
  runsNotification,
} from "./protocol.ts";

const template = "/project/template.yaml";
const file = "/project/src/app.ts";
const yaml =
  "Resources:\n  Hello:\n    Type: AWS::Serverless::Function\n    Properties: { MemorySize: 512, Timeout: 10 }\n";
const code = 'import "x";\nexport const handler = 1;\n';
const project = { folder: "/project", region: "eu-west-1" };
const textDocument = { uri: uriOf(template) };
const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
const position = { line: 1, character: 4 };

describe("a request that nobody waits for any more", () => {
  const requests = [
    ["lenses", CodeLensRequest.method, {}],
    ["hints", InlayHintRequest.method, { range }],
    ["findings", DocumentDiagnosticRequest.method, {}],
    ["fixes", CodeActionRequest.method, { range, context: { diagnostics: [] } }],
    ["hovers", HoverRequest.method, { position }],
  ] as const;

  for (const [name, method, params] of requests) {
    test(`for ${name} is given up`, async (t) => {
      const client = await TestClient.start(t, {}, { workspace: { configuration: true } });
      const asked = Promise.withResolvers<undefined>();
      const answer = Promise.withResolvers<unknown[]>();
      client.connection.onRequest(ConfigurationRequest.type, () => {
        asked.resolve(undefined);
        return answer.promise;
      });
      await client.open(template, yaml);
      const cancellation = new CancellationTokenSource();
      const sent = client.connection.sendRequest(method, { textDocument, ...params }, cancellation.token);
      // The server waits for settings, so that it can't have answered yet.
      await asked.promise;
      cancellation.cancel();
      answer.resolve([{}]);
      await assert.rejects(sent, ({ code: error }: ResponseError) => error === LSPErrorCodes.RequestCancelled);
    });
  }
});

describe("what is told of a project makes the editor ask again", () => {
  const functionName = "Hello";
  const told = {
    functions: (client: TestClient) =>
      client.connection.sendNotification(functionsNotification, { ...project, functions: [known(functionName)] }),
    runs: (client: TestClient) =>
      client.connection.sendNotification(runsNotification, { ...project, functionName, runs: [run(0)] }),
    calibrations: (client: TestClient) =>
      client.connection.sendNotification(calibrationsNotification, { calibrations: [] }),
    imports: (client: TestClient) =>
      client.connection.sendNotification(importsNotification, { ...project, functionName, imports: [] }),
    code: (client: TestClient) =>
      client.connection.sendNotification(codeNotification, {
        ...project,
        functionName,
        code: { bundleBytes: 1, unpackedBytes: 1, packages: [] },
      }),
    settings: (client: TestClient) =>
      client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: {} }),
  };
  const supported = { refreshSupport: true };

  for (const [name, tell] of Object.entries(told)) {
    test(`for what it shows: ${name}`, async (t) => {
      const client = await TestClient.start(t, {}, { workspace: { inlayHint: supported } });
      const refreshed = client.untilRefreshed();
      await tell(client);
      await refreshed;
      assert.deepEqual(client.refreshes, { lenses: 0, hints: 1, findings: 0 });
    });
  }

  test("once for all that is told at a time", async (t) => {
    const client = await TestClient.start(t, {}, { workspace: { codeLens: supported } });
    const refreshed = client.untilRefreshed();
    for (const tell of Object.values(told)) await tell(client);
    await refreshed;
    assert.equal(client.refreshes.lenses, 1);
  });
});

describe("each thing that is shown is switched off by itself", () => {
  const all = ["lens", "template hint", "import hint", "hover"];

  /** What of it all is shown. */
  async function shown(t: TestContext, settings: Readonly<Record<string, unknown>>): Promise<string[]> {
    const client = await TestClient.start(t, settings);
    const { connection } = client;
    const imports = [{ file, specifier: "x", ms: 100, build: "b1" }];
    await connection.sendNotification(importsNotification, { ...project, functionName: "Hello", imports });
    await client.open(template, yaml);
    await client.open(file, code);
    const hints = async (uri: string): Promise<readonly InlayHint[]> =>
      (await connection.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range })) ?? [];
    const is = {
      lens: (await connection.sendRequest(CodeLensRequest.type, { textDocument }))?.length,
      "template hint": (await hints(uriOf(template))).length,
      "import hint": (await hints(uriOf(file))).length,
      hover: (await connection.sendRequest(HoverRequest.type, { textDocument, position })) ? 1 : 0,
    };
    return Object.entries(is).flatMap(([name, count]) => (count ? [name] : []));
  }

  for (const [setting, off] of [
    ["lens", "lens"],
    ["templateHints", "template hint"],
    ["importCosts", "import hint"],
    ["hovers", "hover"],
  ] as const) {
    test(`by pilotlight.estimates.${setting}`, async (t) => {
      assert.deepEqual(await shown(t, {}), all);
      assert.deepEqual(
        await shown(t, { estimates: { [setting]: false } }),
        all.filter((each) => each !== off),
      );
    });
  }

  test("at once when the setting changes, in a client that pushes settings as in one that is asked", async (t) => {
    for (const isAsked of [false, true]) {
      let estimates = {};
      const client = await TestClient.start(t, {}, { workspace: { configuration: isAsked } });
      client.connection.onRequest(ConfigurationRequest.type, () => [{ estimates }]);
      await client.open(template, yaml);
      const lenses = async (): Promise<number | undefined> =>
        (await client.connection.sendRequest(CodeLensRequest.type, { textDocument }))?.length;
      assert.equal(await lenses(), 4);
      estimates = { lens: false };
      const settings = isAsked ? null : { pilotlight: { estimates } };
      await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings });
      assert.equal(await lenses(), 0);
    }
  });
});
