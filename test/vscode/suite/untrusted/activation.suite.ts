import assert from "node:assert/strict";
import { suite, test } from "mocha";
import * as vscode from "vscode";

suite("activation", () => {
  test("happens in a folder that is not trusted too", async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await vscode.extensions.getExtension("pilotlight.pilotlight")?.activate();
    assert.equal(vscode.extensions.getExtension("pilotlight.pilotlight")?.isActive, true);
  });
});
