import type { ExtensionContext } from "vscode";
import { Scope } from "./scope.ts";

export function activate(context: ExtensionContext): void {
  const scope = new Scope();
  context.subscriptions.push(scope);
}
