import type { Memento } from "vscode";
import type { FunctionTarget } from "../commands/function-target.ts";
import type { ChosenEvent } from "../events/event-choices.ts";

/** What each function was called with last, and which was last of all; kept with the workspace. */
export class UsedEvents {
  readonly #memento: Memento;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  of({ workspace, fn }: FunctionTarget): ChosenEvent | undefined {
    return this.#memento.get<ChosenEvent>(keyOf(workspace.folder, fn.name));
  }

  /** Names the function of the last call of all. */
  get last(): { readonly folder: string; readonly functionName: string } | undefined {
    return this.#memento.get("lastInvocation");
  }

  async remember({ workspace, fn }: FunctionTarget, { label, source }: ChosenEvent): Promise<void> {
    await this.#memento.update(keyOf(workspace.folder, fn.name), { label, source });
    await this.#memento.update("lastInvocation", { folder: workspace.folder, functionName: fn.name });
  }
}

function keyOf(folder: string, functionName: string): string {
  return `event\n${folder}\n${functionName}`;
}
