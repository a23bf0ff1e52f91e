import * as vscode from "vscode";
import { until } from "./until.ts";

/** What the debug console gets from sessions, from now on. */
export class DebugOutput implements vscode.Disposable {
  readonly #trackers: vscode.Disposable;
  #text = "";

  constructor() {
    this.#trackers = vscode.debug.registerDebugAdapterTrackerFactory("*", {
      createDebugAdapterTracker: () => ({
        onDidSendMessage: (message: { event?: string; body?: { output?: string; category?: string } }) => {
          if (message.event === "output" && message.body?.category !== "telemetry")
            this.#text += message.body?.output ?? "";
        },
      }),
    });
  }

  get text(): string {
    return this.#text;
  }

  async shown(pattern: RegExp): Promise<void> {
    await until(`output like ${String(pattern)}`, () => {
      if (pattern.test(this.#text)) return true;
      throw new Error(`it is ${JSON.stringify(this.#text)}`);
    });
  }

  dispose(): void {
    this.#trackers.dispose();
  }
}
