import assert from "node:assert/strict";
import { suite, test } from "mocha";
import * as vscode from "vscode";

suite("activation", () => {
  test("happens once for all roots", async () => {
    assert.equal(vscode.workspace.workspaceFolders?.length, 2);
    await vscode.extensions.getExtension("pilotlight.pilotlight")?.activate();
    assert.equal(vscode.extensions.getExtension("pilotlight.pilotlight")?.isActive, true);
  });
});
