import { DidChangeConfigurationNotification, type ClientCapabilities, type Connection } from "vscode-languageserver";
import { readEstimateSettings, type EstimateSettings } from "./estimate-settings.ts";

/** The settings of each document: asked for where a client can be asked, else as it pushes them. */
export class SettingsOfClient {
  readonly #connection: Connection;
  readonly #onChange: () => void;
  readonly #byUri = new Map<string, Promise<EstimateSettings>>();
  #pushed = readEstimateSettings(undefined);
  #canAsk = false;

  constructor(connection: Connection, onChange: () => void) {
    this.#connection = connection;
    this.#onChange = onChange;
    connection.onDidChangeConfiguration(({ settings }) => {
      const { pilotlight } = (settings ?? {}) as { pilotlight?: unknown };
      if (pilotlight !== undefined) this.#pushed = readEstimateSettings(pilotlight);
      this.#byUri.clear();
      this.#onChange();
    });
  }

  /** @param options what the client sent with its first message: settings as under `pilotlight` */
  initialize(capabilities: ClientCapabilities, options: unknown): void {
    this.#canAsk = capabilities.workspace?.configuration === true;
    this.#pushed = readEstimateSettings(options);
  }

  /** Clients tell of changes only to those that ask to be told. */
  async register(capabilities: ClientCapabilities): Promise<void> {
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration !== true) return;
    await this.#connection.client.register(DidChangeConfigurationNotification.type, { section: "pilotlight" });
  }

  async of(uri: string): Promise<EstimateSettings> {
    if (!this.#canAsk) return this.#pushed;
    const known = this.#byUri.get(uri);
    if (known) return await known;
    const asked = this.#ask(uri);
    this.#byUri.set(uri, asked);
    return await asked;
  }

  forget(uri: string): void {
    this.#byUri.delete(uri);
  }

  async #ask(uri: string): Promise<EstimateSettings> {
    return readEstimateSettings(
      (await this.#connection.workspace.getConfiguration({ scopeUri: uri, section: "pilotlight" })) as unknown,
    );
  }
}
