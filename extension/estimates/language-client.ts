import {
  LanguageClient,
  RevealOutputChannelOn,
  TransportKind,
  type NotificationType,
} from "vscode-languageclient/node";

/** A language server that runs, as the rest of the extension needs it. */
export interface RunningServer {
  /** Does nothing while the server is not there; one that comes back is to be told everything anew. */
  tell<Params>(notification: NotificationType<Params>, params: Params): void;
  dispose(): void;
}

/** In templates and in code of the languages that Lambda runs. */
const languages = [
  "yaml",
  "json",
  "jsonc",
  "javascript",
  "javascriptreact",
  "typescript",
  "typescriptreact",
  "python",
  "java",
  "kotlin",
  "csharp",
  "go",
  "ruby",
  "rust",
];

/**
 * Starts the language server. This file is a bundle of its own: what it imports is loaded when it is needed first.
 *
 * @param module absolute path of the server's program
 * @param onRunning called each time a server is there, also after one that crashed
 */
export async function startLanguageServer(
  module: string,
  onRunning: (server: RunningServer) => void,
): Promise<RunningServer> {
  const client = new LanguageClient(
    "pilotlight",
    "Lambda Language Server",
    { module, transport: TransportKind.ipc },
    {
      documentSelector: languages.map((language) => ({ scheme: "file", language })),
      revealOutputChannelOn: RevealOutputChannelOn.Never,
    },
  );
  const server: RunningServer = {
    tell: (notification, params) => {
      // What is told fails only when the server goes away, and the next one is told anew.
      if (client.isRunning()) client.sendNotification(notification.method, params).catch(() => undefined);
    },
    // A client that does not run any more has nothing to stop.
    dispose: () => void (client.needsStop() ? client.dispose().catch(() => undefined) : undefined),
  };
  client.onDidChangeState(() => {
    if (client.isRunning()) onRunning(server);
  });
  await client.start();
  return server;
}
