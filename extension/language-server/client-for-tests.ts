import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import {
  CodeLensRefreshRequest,
  createProtocolConnection,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  InlayHintRefreshRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type InitializeResult,
  type ProtocolConnection,
  type TextDocumentContentChangeEvent,
} from "vscode-languageserver-protocol/node";
import { createConnection } from "vscode-languageserver/node";
import { serve } from "./server.ts";

/** What ends with a test. */
interface Scope {
  after(dispose: () => unknown): void;
}

/** An editor on the other side of two streams, without a process between. */
export class TestClient {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** How often it was asked to ask again, by what for. */
  readonly refreshes = { lenses: 0, hints: 0, findings: 0 };
  readonly #onRefresh = new Set<() => void>();
  readonly #versions = new Map<string, number>();

  private constructor(connection: ProtocolConnection, initialized: InitializeResult) {
    this.connection = connection;
    this.initialized = initialized;
    const count = (what: keyof TestClient["refreshes"]) => () => {
      this.refreshes[what]++;
      for (const listener of this.#onRefresh) listener();
    };
    connection.onRequest(CodeLensRefreshRequest.type, count("lenses"));
    connection.onRequest(InlayHintRefreshRequest.type, count("hints"));
    connection.onRequest(DiagnosticRefreshRequest.type, count("findings"));
  }

  /** @param settings as under `pilotlight` in an editor's settings */
  static async start(
    t: Scope,
    settings: Readonly<Record<string, unknown>> = {},
    capabilities: ClientCapabilities = { workspace: { codeLens: { refreshSupport: true } } },
  ): Promise<TestClient> {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
    serve(server, "file:///docs/");
    server.listen();
    const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
    connection.listen();
    const params = { processId: null, rootUri: null, capabilities, initializationOptions: settings };
    const initialized = await connection.sendRequest(InitializeRequest.type, params);
    t.after(async () => {
      await connection.sendRequest("shutdown");
      connection.dispose();
      server.dispose();
    });
    const client = new TestClient(connection, initialized);
    await connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  /** Until it is asked to ask again for lenses, hints or findings. */
  async untilRefreshed(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const listener = (): void => resolve(undefined);
    this.#onRefresh.add(listener);
    await promise;
    this.#onRefresh.delete(listener);
  }

  async open(file: string, text: string, languageId = ""): Promise<void> {
    this.#versions.set(file, 1);
    const textDocument = { uri: uriOf(file), languageId, version: 1, text };
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  }

  async change(file: string, ...contentChanges: readonly TextDocumentContentChangeEvent[]): Promise<void> {
    const version = (this.#versions.get(file) ?? 0) + 1;
    this.#versions.set(file, version);
    const textDocument = { uri: uriOf(file), version };
    const params = { textDocument, contentChanges: [...contentChanges] };
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, params);
  }

  async close(file: string): Promise<void> {
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: uriOf(file) },
    });
  }
}

export function uriOf(file: string): string {
  return pathToFileURL(file).href;
}
