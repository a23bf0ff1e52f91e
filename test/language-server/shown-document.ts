import {
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  DocumentDiagnosticRequest,
  HoverRequest,
  InlayHintRequest,
  InlayHintResolveRequest,
  type CodeAction,
  type CodeLens,
  type Diagnostic,
  type Hover,
  type InlayHint,
  type Position,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { uriOf, type TestClient } from "../../extension/language-server/client-for-tests.ts";
import type { Edit } from "./random-edits.ts";

/** All that an editor shows of a text. */
export interface Shown {
  readonly lenses: readonly CodeLens[];
  readonly hints: readonly InlayHint[];
  /** Of the first hint. */
  readonly tooltip: InlayHint["tooltip"];
  /** Undefined: those that were shown before go on to stand. */
  readonly diagnostics: readonly Diagnostic[] | undefined;
  readonly actions: readonly CodeAction[];
  readonly hover: Hover | null;
}

/** A document in an editor that asks for everything after each change. */
export class ShownDocument {
  readonly #client: TestClient;
  readonly #file: string;
  #document: TextDocument;

  private constructor(client: TestClient, file: string, text: string) {
    this.#client = client;
    this.#file = file;
    this.#document = TextDocument.create(uriOf(file), "", 1, text);
  }

  static async open(client: TestClient, file: string, text: string): Promise<ShownDocument> {
    await client.open(file, text);
    return new ShownDocument(client, file, text);
  }

  get text(): string {
    return this.#document.getText();
  }

  positionAt(offset: number): Position {
    return this.#document.positionAt(offset);
  }

  offsetAt(position: Position): number {
    return this.#document.offsetAt(position);
  }

  async edit({ from, to, newText }: Edit): Promise<void> {
    const change = { range: { start: this.positionAt(from), end: this.positionAt(to) }, text: newText };
    this.#document = TextDocument.update(this.#document, [change], this.#document.version + 1);
    await this.#client.change(this.#file, change);
  }

  /** @param at where the pointer rests, and where completion is asked for */
  async show(at: Position): Promise<Shown> {
    const { connection } = this.#client;
    const textDocument = { uri: uriOf(this.#file) };
    const range = { start: { line: 0, character: 0 }, end: this.positionAt(this.text.length) };
    const [lenses, hints, report, actions, hover] = await Promise.all([
      connection.sendRequest(CodeLensRequest.type, { textDocument }),
      connection.sendRequest(InlayHintRequest.type, { textDocument, range }),
      connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument, previousResultId: "before" }),
      connection.sendRequest(CodeActionRequest.type, { textDocument, range, context: { diagnostics: [] } }),
      connection.sendRequest(HoverRequest.type, { textDocument, position: at }),
      connection.sendRequest(CompletionRequest.type, { textDocument, position: at }),
    ]);
    const [first] = hints ?? [];
    const explained = first && (await connection.sendRequest(InlayHintResolveRequest.type, first));
    return {
      lenses: lenses ?? [],
      // What the server needs to explain them has versions in it.
      hints: (hints ?? []).map((hint) => ({ ...hint, data: undefined })),
      tooltip: explained?.tooltip,
      diagnostics: report.kind === "full" ? report.items : undefined,
      actions: (actions ?? []) as CodeAction[],
      hover,
    };
  }

  async close(): Promise<void> {
    await this.#client.close(this.#file);
  }
}
