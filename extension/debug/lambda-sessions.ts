import { resolve } from "node:path";
import { commands, debug, type DebugSession } from "vscode";
import type { FunctionTarget } from "../commands/function-target.ts";
import { Scope } from "../scope.ts";
import { everyFunction } from "./lambda-configurations.ts";

/** The sessions of type `lambda` that go on. A context key tells menus whether there is one. */
export class LambdaSessions {
  readonly #scope = new Scope();
  /** In the order in which they started. */
  readonly #sessions = new Set<DebugSession>();

  constructor() {
    this.#scope.own(debug.onDidStartDebugSession((session) => this.#add(session)));
    this.#scope.own(debug.onDidTerminateDebugSession((session) => this.#remove(session)));
  }

  /**
   * The one that the person looks at, or the last that started. What is looked at is mostly a session of the language's
   * own debugger, below ours.
   */
  get current(): DebugSession | undefined {
    for (let session = debug.activeDebugSession; session; session = session.parentSession) {
      if (this.#sessions.has(session)) return session;
    }
    return [...this.#sessions].at(-1);
  }

  /** Whether one of them debugs the function. */
  isOn({ workspace, fn }: FunctionTarget): boolean {
    return [...this.#sessions].some(
      ({ configuration }) =>
        configuration["workspace"] === workspace.folder &&
        isIn(configuration["template"], fn.template, workspace.folder) &&
        [fn.name, fn.logicalId, everyFunction].includes(String(configuration["function"])),
    );
  }

  dispose(): void {
    this.#scope.dispose();
  }

  #add(session: DebugSession): void {
    if (session.type !== "lambda") return;
    this.#sessions.add(session);
    void commands.executeCommand("setContext", "pilotlight.isDebugging", true);
  }

  #remove(session: DebugSession): void {
    if (!this.#sessions.delete(session) || this.#sessions.size > 0) return;
    void commands.executeCommand("setContext", "pilotlight.isDebugging", false);
  }
}

/** A session without a template is about functions of all. */
function isIn(template: unknown, templateOfFunction: string, folder: string): boolean {
  return typeof template !== "string" || resolve(folder, template) === templateOfFunction;
}
