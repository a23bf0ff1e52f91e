import assert from "node:assert/strict";
import { suite, test } from "mocha";
import * as vscode from "vscode";
import { RunnerClient } from "../../../../runner/control/client.ts";
import { stateFolder } from "../../../../runner/control/state-folder.ts";
import { thisHost } from "../../../../runner/host.ts";
import { inFolder, listedWorkspace } from "../pilot-light.ts";
import { outlineOf, treeOutline } from "../tree-outline.ts";
import { until } from "../until.ts";

suite("activation", () => {
  test("happens on its own in a folder that has a template", async () => {
    const extension = vscode.extensions.getExtension("pilotlight.pilotlight");
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  test("starts no runner, nor does listing the functions", async () => {
    const workspace = await listedWorkspace();
    assert.deepEqual(workspace.state.runner, { kind: "stopped" });
    assert.equal(await RunnerClient.find(stateFolder(inFolder(), thisHost())), undefined);
  });

  test("fills the tree with functions, their triggers and saved events", async () => {
    // Events are found by a search of their own.
    await until("the saved events", async () => (await outlineOf("Trouble")).includes("  Events · 2"));
    assert.deepEqual(await treeOutline(), [
      "HelloTypeScript",
      "  GET /typescript · HTTP API",
      "HelloPython",
      "  GET /python · HTTP API",
      "Trouble",
      "  Events · 2",
      "    fail",
      "    wait",
    ]);
  });
});
