import {
  CodeActionKind,
  DocumentDiagnosticReportKind,
  MarkupContent,
  ResponseError,
  LSPErrorCodes,
  TextDocuments,
  TextDocumentSyncKind,
  type CancellationToken,
  type Connection,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { completeTemplate } from "./completion/complete-template.ts";
import { codeActions, diagnosticOf } from "./diagnostics.ts";
import { EditorFeatures } from "./editor-features.ts";
import { fileOf } from "./file-of.ts";
import { Knowledge } from "./knowledge.ts";
import {
  calibrationsNotification,
  codeNotification,
  functionsNotification,
  importsNotification,
  runsNotification,
} from "./protocol.ts";
import { problemActions } from "./problem-actions.ts";
import { Refresher } from "./refresher.ts";
import { SettingsOfClient } from "./settings-of-client.ts";
import { isTemplate } from "./templates/is-template.ts";
import { TrafficFiles } from "./traffic-files.ts";

/** What a hint is of. */
interface HintOrigin {
  readonly textDocument: { readonly uri: string };
  readonly version: number;
}

/**
 * Serves one client: estimates and rules beside code and in templates. The caller starts to listen.
 *
 * @param docs address of the folder `docs/`, whose pages explain figures and rules, with a slash at its end
 */
export function serve(connection: Connection, docs: string): void {
  const refresher = new Refresher(connection);
  const refresh = (): void => refresher.refreshSoon();
  const documents = new TextDocuments(TextDocument);
  const knowledge = new Knowledge(refresh);
  const settings = new SettingsOfClient(connection, refresh);
  const trafficFiles = new TrafficFiles(connection, refresh);
  const features = new EditorFeatures(knowledge, (template) => trafficFiles.beside(template));

  connection.onInitialize(({ capabilities, initializationOptions }) => {
    settings.initialize(capabilities, initializationOptions as unknown);
    refresher.initialize(capabilities);
    connection.onInitialized(async () => {
      await settings.register(capabilities);
      await trafficFiles.register(capabilities);
    });
    return {
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        codeLensProvider: { resolveProvider: false },
        inlayHintProvider: { resolveProvider: true },
        diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
        hoverProvider: true,
        completionProvider: { triggerCharacters: [" ", "-", '"', "["] },
      },
      serverInfo: { name: "pilotlight" },
    };
  });
  connection.onShutdown(() => refresher.dispose());
  documents.onDidClose(({ document: { uri } }) => {
    settings.forget(uri);
    features.forget(uri);
  });

  connection.onNotification(functionsNotification, (params) => knowledge.setFunctions(params));
  connection.onNotification(runsNotification, (params) => knowledge.setRuns(params));
  connection.onNotification(calibrationsNotification, (params) => knowledge.setCalibrations(params));
  connection.onNotification(importsNotification, (params) => knowledge.setImports(params));
  connection.onNotification(codeNotification, (params) => knowledge.setCode(params));

  connection.onCodeLens(answer((document, its) => features.lenses(document, its)));
  connection.languages.inlayHint.on(
    answer((document, its, { range }) => {
      const data: HintOrigin = { textDocument: { uri: document.uri }, version: document.version };
      return features.hints(document, its, range).map((hint) => ({ ...hint, data }));
    }),
  );
  // Editors ask for it when the pointer rests on a hint, where they show no hover.
  connection.languages.inlayHint.resolve(async (hint, token) => {
    const explain = answer((document, its, { version }: HintOrigin) => {
      if (document.version !== version) return undefined;
      return features.hover(document, its, hint.position, { today: new Date(), docs });
    });
    const hover = await explain(hint.data as HintOrigin, token);
    if (hover instanceof ResponseError) return hover;
    if (hint.tooltip !== undefined || !hover || !MarkupContent.is(hover.contents)) return hint;
    return { ...hint, tooltip: hover.contents };
  });
  connection.onHover(
    answer(
      (document, its, { position }) => features.hover(document, its, position, { today: new Date(), docs }) ?? null,
    ),
  );
  const findings = answer((document, its, { previousResultId }: DocumentDiagnosticParams): DocumentDiagnosticReport => {
    const found = features.findings(document, its, new Date());
    // Of a text that is half typed, what was said last goes on to stand.
    if (!found && previousResultId !== undefined) {
      return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: previousResultId };
    }
    const items = (found ?? []).map((each) => diagnosticOf(each, docs));
    return { kind: DocumentDiagnosticReportKind.Full, resultId: String(document.version), items };
  });
  connection.languages.diagnostics.on(
    async (params, token) => (await findings(params, token)) ?? { kind: DocumentDiagnosticReportKind.Full, items: [] },
  );
  connection.onCodeAction(
    answer((document, its, { range, context }) => {
      const today = new Date();
      const of = { uri: document.uri, text: document.getText(), docs, today };
      const found = features.findings(document, its, today) ?? [];
      return [...codeActions(of, found, range), ...problemActions(of, context.diagnostics)];
    }),
  );
  connection.onCompletion(async ({ textDocument, position }, token) => {
    const document = documents.get(textDocument.uri);
    const file = fileOf(textDocument.uri);
    if (token.isCancellationRequested || !document || file === undefined || !isTemplate(file, document)) return [];
    const abort = new AbortController();
    const listener = token.onCancellationRequested(() => abort.abort());
    try {
      const context = { today: new Date(), file, signal: abort.signal };
      return await completeTemplate(document, document.offsetAt(position), context);
    } finally {
      listener.dispose();
    }
  });
  documents.listen(connection);

  /** A handler of requests about a document, which gives up when nobody waits for the answer any more. */
  function answer<Params extends { readonly textDocument: { readonly uri: string } }, Result>(
    find: (document: TextDocument, its: Awaited<ReturnType<SettingsOfClient["of"]>>, params: Params) => Result,
  ): (params: Params, token: CancellationToken) => Promise<Result | null | ResponseError<never>> {
    return async (params, token) => {
      const { uri } = params.textDocument;
      const its = await settings.of(uri);
      if (token.isCancellationRequested) return new ResponseError<never>(LSPErrorCodes.RequestCancelled, "Cancelled.");
      // It may have been closed meanwhile; else it is read as it is now.
      const document = documents.get(uri);
      return document === undefined ? null : find(document, its, params);
    };
  }
}
