import assert from "node:assert/strict";
import { suite, test } from "mocha";
import * as vscode from "vscode";
import { RunnerClient } from "../../../../runner/control/client.ts";
import { stateFolder } from "../../../../runner/control/state-folder.ts";
import { thisHost } from "../../../../runner/host.ts";
import { inFolder, listedWorkspace, run } from "../pilot-light.ts";
import { resultDocument } from "../result.ts";
import { outlineOf } from "../tree-outline.ts";

suite("a folder that is not trusted", () => {
  test("has its functions in the tree", async () => {
    await listedWorkspace();
    assert.deepEqual(await outlineOf("HelloPython"), ["HelloPython", "  GET /python · HTTP API"]);
  });

  test("has code that can be looked at", async () => {
    await run("openHandler", { functionName: "HelloPython" });
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, inFolder("hello-python", "app.py"));
  });

  test("has nothing run, whatever is asked for, and says how to trust it", async () => {
    const workspace = await listedWorkspace();
    await run("invokeWithEvent", { functionName: "HelloPython", path: inFolder("events", "hello.json") });
    await run("tune", { functionName: "HelloPython" });
    await run("startRunner");
    await run("showLogs", { functionName: "HelloPython" });
    assert.deepEqual(workspace.state.runner, { kind: "stopped" });
    assert.equal(resultDocument("HelloPython"), undefined);
    assert.equal(await RunnerClient.find(stateFolder(inFolder(), thisHost())), undefined);
    await assert.rejects(workspace.runner(), /Nothing of .* runs before you trust it/);
  });

  test("has no say in the settings", () => {
    const settings = vscode.workspace.getConfiguration("pilotlight", vscode.Uri.file(inFolder()));
    // Its own settings file has others, which would count if it were trusted.
    assert.deepEqual([settings.get("templates"), settings.get("engine")], [[], "process"]);
  });
});
