import type { FunctionTarget } from "../commands/function-target.ts";
import { Scope } from "../scope.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import { TunePanel, type PanelOptions } from "./tune-panel.ts";

/** The window's tuning panels, at most one a function. */
export class TunePanels {
  readonly #scope = new Scope();
  readonly #options: Omit<PanelOptions, "onDispose">;
  readonly #panels = new Map<string, TunePanel>();

  constructor(workspaces: Workspaces, options: Omit<PanelOptions, "onDispose">) {
    this.#options = options;
    this.#scope.own(workspaces.onDidChange(() => this.#update(workspaces)));
  }

  /**
   * Tunes a function, in its panel if it has one.
   *
   * @throws Failure `usage` in a folder that is not trusted
   */
  async tune(target: FunctionTarget): Promise<void> {
    target.workspace.requireTrust();
    const key = keyOf(target);
    let panel = this.#panels.get(key);
    if (panel) panel.reveal();
    else {
      panel = new TunePanel(target, { ...this.#options, onDispose: () => this.#panels.delete(key) });
      this.#panels.set(key, panel);
    }
    await panel.measure();
  }

  of(target: FunctionTarget): TunePanel | undefined {
    return this.#panels.get(keyOf(target));
  }

  dispose(): void {
    this.#scope.dispose();
    for (const panel of [...this.#panels.values()]) panel.dispose();
  }

  #update(workspaces: Workspaces): void {
    for (const workspace of workspaces.all) {
      for (const fn of workspace.state.functions) this.of({ workspace, fn })?.update({ workspace, fn });
    }
  }
}

function keyOf({ workspace, fn }: FunctionTarget): string {
  return `${workspace.folder}\n${fn.name}`;
}
