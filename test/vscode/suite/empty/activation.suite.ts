import assert from "node:assert/strict";
import { suite, test } from "mocha";
import * as vscode from "vscode";

suite("activation", () => {
  test("waits until somebody asks for it", () => {
    assert.equal(vscode.workspace.workspaceFolders, undefined);
    assert.equal(vscode.extensions.getExtension("pilotlight.pilotlight")?.isActive, false);
  });
});
