import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  CodeLensRequest,
  createProtocolConnection,
  DidChangeWatchedFilesNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  FileChangeType,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  MarkupContent,
  RegistrationRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type InitializeResult,
  type ProtocolConnection,
  type RegistrationParams,
} from "vscode-languageserver-protocol/node";

import { known, run } from "../extension/language-server/facts-for-tests.ts";
import { functionsNotification, runsNotification } from "../extension/language-server/protocol.ts";
import { newFolder } from "./harness/runner-process.ts";

const main = join(import.meta.dirname, "..", "extension", "language-server", "main.ts");
const yaml =
  "Resources:\n  Hello:\n    Type: AWS::Serverless::Function\n    Properties: { MemorySize: 512 }\n" +
  "  Open:\n    Type: AWS::IAM::Policy\n    Properties:\n      PolicyDocument: { Statement: [{ Effect: Allow, Action: '*', Resource: '*' }] }\n";

/** A server on stdio, as editors start it, which has a template open. */
class StdioServer {
  readonly connection: ProtocolConnection;
  readonly folder: string;
  readonly template: string;
  /** What it wants to be told of. */
  readonly watched: RegistrationParams[] = [];

  private constructor(connection: ProtocolConnection, folder: string) {
    this.connection = connection;
    this.folder = folder;
    this.template = pathToFileURL(join(folder, "template.yaml")).href;
    connection.onRequest(RegistrationRequest.type, (params) => {
      this.watched.push(params);
    });
  }

  static async start(t: TestContext): Promise<StdioServer> {
    const child = spawn(process.execPath, [main, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    t.after(async () => {
      const exited = once(child, "exit");
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      assert.deepEqual(await exited, [0, null]);
      connection.dispose();
    });
    const server = new StdioServer(connection, newFolder(t));
    connection.listen();
    const capabilities = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };
    const params = { processId: process.pid, workspaceFolders: null, capabilities };
    await connection.sendRequest<InitializeResult>(InitializeRequest.method, params);
    await connection.sendNotification(InitializedNotification.type, {});
    const textDocument = { uri: server.template, languageId: "yaml", version: 1, text: yaml };
    await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    return server;
  }

  get document(): { readonly textDocument: { readonly uri: string } } {
    return { textDocument: { uri: this.template } };
  }
}

test("links lead to pages that are there", async (t) => {
  const { connection, document } = await StdioServer.start(t);
  const position = { line: 1, character: 3 };
  const hover = await connection.sendRequest(HoverRequest.type, { ...document, position });
  const text = hover && MarkupContent.is(hover.contents) ? hover.contents.value : "";
  const report = await connection.sendRequest(DocumentDiagnosticRequest.type, document);
  const found = report.kind === "full" ? report.items : [];
  const links = [/\((file:[^)]+)\)$/.exec(text)?.[1], ...found.map(({ codeDescription }) => codeDescription?.href)];
  assert.ok(links.length >= 2);
  for (const link of links) assert.ok(existsSync(fileURLToPath(link ?? "")), link);
});

test("a month costs what the file beside the template says, as soon as the file is written", async (t) => {
  const { connection, document, folder, template, watched } = await StdioServer.start(t);
  const file = join(folder, "pilotlight-traffic.json");
  const functions = [known("Hello", { template: fileURLToPath(template) })];
  await connection.sendNotification(functionsNotification, { folder, region: "eu-west-1", functions });
  await connection.sendNotification(runsNotification, { folder, functionName: "Hello", runs: [run(0)] });
  const calls = async (): Promise<string | undefined> => {
    const lenses = await connection.sendRequest(CodeLensRequest.type, document);
    return /a month at (.+?) ·/.exec(lenses?.[0]?.command?.title ?? "")?.[1];
  };
  const tell = async (type: FileChangeType): Promise<void> => {
    const changes = [{ uri: pathToFileURL(file).href, type }];
    await connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
  };
  assert.equal(await calls(), "1M calls");
  assert.match(JSON.stringify(watched), /\*\*\/pilotlight-traffic\.json/);
  writeFileSync(file, JSON.stringify({ callsPerMonth: 250_000 }));
  await tell(FileChangeType.Created);
  assert.equal(await calls(), "250K calls");
  writeFileSync(file, JSON.stringify({ callsPerMonth: 250_000, functions: { Hello: { callsPerMonth: 3_000_000 } } }));
  await tell(FileChangeType.Changed);
  assert.equal(await calls(), "3M calls");
  writeFileSync(file, "{ half");
  await tell(FileChangeType.Changed);
  assert.equal(await calls(), "1M calls");
  rmSync(file);
  await tell(FileChangeType.Deleted);
  assert.equal(await calls(), "1M calls");
});
