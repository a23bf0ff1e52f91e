import assert from "node:assert/strict";
import { suite, test } from "mocha";
import * as vscode from "vscode";

suite("activation", () => {
  test("happens on its own in a folder that has a template", async () => {
    const extension = vscode.extensions.getExtension("pilotlight.pilotlight");
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
