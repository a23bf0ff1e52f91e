import { commands } from "vscode";

/** The keys that clauses of the manifest look at. VS Code is told of what changes alone. */
export class ContextKeys {
  readonly #known = new Map<string, boolean>();

  /** @param name without its `pilotlight.` */
  setContext(name: string, value: boolean): void {
    if (this.#known.get(name) === value) return;
    this.#known.set(name, value);
    void commands.executeCommand("setContext", `pilotlight.${name}`, value);
  }
}
