import assert from "node:assert/strict";
import { suite, test } from "mocha";
import * as vscode from "vscode";

suite("activation", () => {
  test("needs no folder", async () => {
    assert.equal(vscode.workspace.workspaceFolders, undefined);
    await vscode.extensions.getExtension("pilotlight.pilotlight")?.activate();
    assert.ok((await vscode.commands.getCommands()).includes("pilotlight.newProject"));
  });
});
