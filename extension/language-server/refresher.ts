import type { ClientCapabilities, Connection } from "vscode-languageserver";
import { CodeLensRefreshRequest, DiagnosticRefreshRequest, InlayHintRefreshRequest } from "vscode-languageserver";

/** So much is told at once when a project opens or a call ends, that what it changes is drawn once. In ms. */
const quietMs = 60;

/** Asks the client to ask again for what has changed, once after a burst of changes. */
export class Refresher {
  readonly #connection: Connection;
  #kinds: readonly (typeof CodeLensRefreshRequest.type)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  initialize({ workspace }: ClientCapabilities): void {
    this.#kinds = [
      ...(workspace?.codeLens?.refreshSupport === true ? [CodeLensRefreshRequest.type] : []),
      ...(workspace?.diagnostics?.refreshSupport === true ? [DiagnosticRefreshRequest.type] : []),
      ...(workspace?.inlayHint?.refreshSupport === true ? [InlayHintRefreshRequest.type] : []),
    ];
  }

  refreshSoon(): void {
    if (this.#isDisposed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const kind of this.#kinds) {
        this.#connection.sendRequest(kind).catch((error: unknown) => {
          if (!this.#isDisposed) this.#connection.console.warn(`The client did not refresh: ${String(error)}`);
        });
      }
    }, quietMs);
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
