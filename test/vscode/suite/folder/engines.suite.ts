import assert from "node:assert/strict";
import { suite, suiteTeardown, test } from "mocha";
import * as vscode from "vscode";
import { inFolder, listedWorkspace, run, runnerPid, runnerToBe } from "../pilot-light.ts";
import { runAndAnswer } from "../quick-input.ts";
import { resultAfter } from "../result.ts";

/** Rows of the question for an engine. */
const rows = { container: 1, process: 2 } as const;

suite("engines", () => {
  suiteTeardown(async () => {
    await settings().update("engine", undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  test("can be chosen, and the runner starts again with the chosen one", async function () {
    const images = settings().get<Readonly<Record<string, string>>>("images", {});
    // Without stand-ins this would pull AWS's images.
    if (Object.keys(images).length === 0) this.skip();
    const workspace = await listedWorkspace();
    await workspace.runner();
    const pid = runnerPid(workspace);

    await runAndAnswer("chooseEngine", undefined, rows.container);
    const { status } = await runnerToBe(workspace, "running");
    assert.deepEqual([settings().get("engine"), status.engine], ["container", "container"]);
    assert.notEqual(status.pid, pid);
    assert.match(await resultOf("HelloTypeScript"), / container engine · [^]*"message": "Hello, Ada/);
    assert.match(await resultOf("HelloPython"), / container engine · [^]*"message": "Good day, Ada/);

    await runAndAnswer("chooseEngine", undefined, rows.process);
    assert.equal((await runnerToBe(workspace, "running")).status.engine, "process");
    assert.match(await resultOf("HelloPython"), / process engine · /);
  });
});

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration("pilotlight", vscode.Uri.file(inFolder()));
}

async function resultOf(functionName: string): Promise<string> {
  const path = inFolder("events", "hello.json");
  return await resultAfter(functionName, () => run("invokeWithEvent", { functionName, path }));
}
