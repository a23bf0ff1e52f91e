import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as vscode from "vscode";

export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension("pilotlight.pilotlight");
  assert.ok(found);
  return found;
}

/** A copy of the extension's bundle, which can be loaded and activated as if for the first time. */
export class ExtensionBundle {
  readonly #path: string;
  #exports: { activate(context: vscode.ExtensionContext): void } | undefined;

  /** @param number another one for each copy: V8 would not compile the same text again */
  constructor(number: number) {
    // VS Code gives `vscode` to files in the extension's folder only.
    const dist = join(extension().extensionPath, "dist");
    this.#path = join(dist, `extension-${number}.cjs`);
    writeFileSync(this.#path, `/* ${number} */${readFileSync(join(dist, "extension.cjs"), "utf8")}`);
  }

  /** @returns ms of CPU time */
  load(): number {
    const require = createRequire(this.#path);
    return cpuMsOf(() => {
      this.#exports = require(this.#path) as { activate(context: vscode.ExtensionContext): void };
    });
  }

  /**
   * Can be called once a window: VS Code does not make the same output channel again.
   *
   * @returns ms of CPU time
   */
  activate(): number {
    const { extensionPath, extensionUri } = extension();
    const memento = { keys: () => [], get: (_: string, value?: unknown) => value, update: () => Promise.resolve() };
    // What of its context an extension can use before anything has happened.
    const context = { subscriptions: [], extensionPath, extensionUri, workspaceState: memento, globalState: memento };
    return cpuMsOf(() => this.#exports?.activate(context as unknown as vscode.ExtensionContext));
  }
}

/** Of all threads, but `action` runs in one piece: VS Code and other extensions have no turn meanwhile. */
function cpuMsOf(action: () => unknown): number {
  const startedAt = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(startedAt);
  return (user + system) / 1000;
}
