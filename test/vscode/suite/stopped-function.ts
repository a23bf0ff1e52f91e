import assert from "node:assert/strict";
import * as vscode from "vscode";
import { until } from "./until.ts";

interface StackFrame {
  readonly id: number;
  /** From 1. */
  readonly line: number;
  readonly source?: { readonly path?: string };
}

/** A function that stands still, and what a person does with it. */
export class StoppedFunction {
  readonly #session: vscode.DebugSession;
  readonly #threadId: number;
  readonly #frame: StackFrame;

  private constructor(session: vscode.DebugSession, threadId: number, frame: StackFrame) {
    this.#session = session;
    this.#threadId = threadId;
    this.#frame = frame;
  }

  /** Waits for VS Code to show a stop, which it does by its innermost frame. */
  static async next(): Promise<StoppedFunction> {
    const item = await until("a stop", () => {
      const { activeStackItem } = vscode.debug;
      return activeStackItem instanceof vscode.DebugStackFrame && activeStackItem;
    });
    const stack = (await item.session.customRequest("stackTrace", { threadId: item.threadId })) as {
      stackFrames: StackFrame[];
    };
    const [frame] = stack.stackFrames;
    assert.ok(frame);
    return new StoppedFunction(item.session, item.threadId, frame);
  }

  /** `/folder/app.ts:12`, the line from 1. */
  get place(): string {
    return `${vscode.Uri.parse(this.#frame.source?.path ?? "").path}:${this.#frame.line}`;
  }

  /** Of the environment, as the call stack has it. */
  get sessionName(): string {
    return this.#session.name;
  }

  /** The value of an expression, as the debugger prints it. */
  async evaluate(expression: string): Promise<string> {
    const answer: unknown = await this.#session.customRequest("evaluate", {
      expression,
      frameId: this.#frame.id,
      context: "watch",
    });
    return (answer as { result: string }).result;
  }

  /** Resolves once VS Code shows that it runs. */
  async goOn(): Promise<void> {
    await this.#session.customRequest("continue", { threadId: this.#threadId });
    await until("it to run", () => !(vscode.debug.activeStackItem instanceof vscode.DebugStackFrame));
  }
}
