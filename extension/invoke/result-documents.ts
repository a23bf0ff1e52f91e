import {
  DocumentLink,
  EventEmitter,
  languages,
  Range,
  Uri,
  ViewColumn,
  window,
  workspace,
  type DocumentLinkProvider,
  type TextDocument,
  type TextDocumentContentProvider,
} from "vscode";
import type { SourcePlace } from "../open-place.ts";
import { Scope } from "../scope.ts";
import type { ShownResult } from "./source-places.ts";

export const resultScheme = "lambda-result";
const keptResults = 50;

/** The read-only documents that calls are shown in. */
export class ResultDocuments implements TextDocumentContentProvider, DocumentLinkProvider {
  readonly #scope = new Scope();
  readonly #changed = this.#scope.own(new EventEmitter<Uri>());
  readonly onDidChange = this.#changed.event;
  readonly #results = new Map<string, ShownResult>();

  constructor() {
    this.#scope.own(workspace.registerTextDocumentContentProvider(resultScheme, this));
    this.#scope.own(languages.registerDocumentLinkProvider({ scheme: resultScheme }, this));
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#results.get(uri.toString())?.text ?? "This result is no longer kept. Invoke the function again.\n";
  }

  provideDocumentLinks(document: TextDocument): DocumentLink[] {
    const frames = this.#results.get(document.uri.toString())?.frames ?? [];
    return frames.map(({ start, end, file, line, column }) => {
      const range = new Range(document.positionAt(start), document.positionAt(end));
      const place: SourcePlace = { file, line: line - 1, character: (column ?? 1) - 1 };
      const argument = encodeURIComponent(JSON.stringify([place]));
      const link = new DocumentLink(range, Uri.parse(`command:pilotlight.openPlace?${argument}`));
      link.tooltip = `${file}:${line}`;
      return link;
    });
  }

  /** Shows a result under its name: a later one of the same name takes its place, in the same editor. */
  async show(name: string, result: ShownResult): Promise<void> {
    const uri = Uri.from({ scheme: resultScheme, path: `/${name} · Result` });
    this.#results.delete(uri.toString());
    this.#results.set(uri.toString(), result);
    for (const oldest of [...this.#results.keys()].slice(0, -keptResults)) this.#results.delete(oldest);
    this.#changed.fire(uri);
    const shown = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
    const column = shown?.viewColumn ?? (window.activeTextEditor ? ViewColumn.Beside : ViewColumn.Active);
    await window.showTextDocument(uri, { viewColumn: column, preview: false, preserveFocus: true });
  }

  dispose(): void {
    this.#scope.dispose();
  }
}
