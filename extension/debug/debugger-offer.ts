/** What the offer does with VS Code. */
export interface DebuggerOfferActions {
  readonly isInstalled: (extensionId: string) => boolean;
  /** Resolves to whether the person wants the extension. */
  readonly ask: (message: string) => Promise<boolean>;
  /** Resolves once it can be used; rejects when it can't be had. */
  readonly install: (extensionId: string) => Promise<void>;
}

/** Debuggers that are another extension's, which a person may not have yet. */
export class DebuggerOffer {
  readonly #actions: DebuggerOfferActions;
  readonly #answers = new WeakMap<object, Promise<boolean>>();

  constructor(actions: DebuggerOfferActions) {
    this.#actions = actions;
  }

  /**
   * Whether a configuration of the type can be started. Offers to install what is missing, once a session: whoever
   * doesn't want it is not asked again at each reload.
   *
   * @param session the debug session that the configuration is for
   * @throws what installing fails with
   */
  async canStart(type: string, session: object): Promise<boolean> {
    const needed = extensionsByType.get(type);
    if (!needed || this.#actions.isInstalled(needed.id)) return true;
    const answer = this.#answers.get(session) ?? this.#offer(needed);
    this.#answers.set(session, answer);
    return await answer;
  }

  async #offer({ id, name, language }: NeededExtension): Promise<boolean> {
    const isWanted = await this.#actions.ask(
      `${language} is debugged by the extension "${name}", which is not installed. Until it is, the function runs without stopping.`,
    );
    if (isWanted) await this.#actions.install(id);
    return isWanted;
  }
}

interface NeededExtension {
  readonly id: string;
  readonly name: string;
  readonly language: string;
}

/** By the type of configurations. */
const extensionsByType: ReadonlyMap<string, NeededExtension> = new Map([
  ["java", { id: "vscjava.vscode-java-debug", name: "Debugger for Java", language: "Java" }],
]);
