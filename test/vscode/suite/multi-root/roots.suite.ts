import assert from "node:assert/strict";
import { suite, suiteSetup, test } from "mocha";
import * as vscode from "vscode";
import { RunnerClient } from "../../../../runner/control/client.ts";
import { stateFolder } from "../../../../runner/control/state-folder.ts";
import { thisHost } from "../../../../runner/host.ts";
import { pilotLight, run, runnerPid } from "../pilot-light.ts";
import { resultAfter } from "../result.ts";
import { treeOutline } from "../tree-outline.ts";
import { until } from "../until.ts";

suite("several roots", () => {
  suiteSetup(async () => {
    const { workspaces } = await pilotLight();
    await until("the functions of both", () => workspaces.all.every(({ state }) => state.functions.length > 0));
  });

  test("are rows of the tree, with their functions below", async () => {
    const lines = await treeOutline();
    const roots = vscode.workspace.workspaceFolders?.map(({ name }) => name);
    assert.deepEqual(
      lines.filter((line) => !line.startsWith(" ")),
      roots,
    );
    const functions = ["  HelloTypeScript", "  HelloPython", "  Trouble"];
    assert.deepEqual(
      lines.filter((line) => /^ {2}\S/.test(line)),
      [...functions, ...functions],
    );
  });

  test("have a runner each, started by the first call of one of its functions", async () => {
    const { workspaces } = await pilotLight();
    const [first, second] = workspaces.all;
    assert.ok(first && second);
    await invokeIn(first.folder);
    assert.deepEqual(second.state.runner, { kind: "stopped" });
    await invokeIn(second.folder);
    assert.notEqual(runnerPid(first), runnerPid(second));
    const counts = [first, second].map(({ state }) => state.activity.get("HelloPython")?.invocations.length);
    assert.deepEqual(counts, [1, 1]);
  });

  test("join the runner that runs already when they are added", async () => {
    const { workspaces } = await pilotLight();
    const [, second] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(second);
    const folder = second.uri.fsPath;
    const pid = runnerPid(workspaces.find(folder));
    // Somebody else uses it: it would stop with its last window.
    const other = await RunnerClient.find(stateFolder(folder, thisHost()));
    assert.ok(other);
    try {
      await other.hold();
      assert.ok(vscode.workspace.updateWorkspaceFolders(1, 1));
      await until("one root", () => workspaces.all.length === 1);
      // One root is no row.
      assert.equal((await treeOutline())[0]?.split(" · ")[0], "HelloTypeScript");
      assert.ok(vscode.workspace.updateWorkspaceFolders(1, 0, second));
      const added = await until("a connection", () => {
        const found = workspaces.find(folder);
        return found?.state.runner.kind === "running" && found;
      });
      assert.equal(runnerPid(added), pid);
      assert.equal(added.state.activity.get("HelloPython")?.invocations.length, 1);
    } finally {
      other.dispose();
    }
  });

  test("stop their runner when they are removed and nobody else uses it", async () => {
    const { workspaces } = await pilotLight();
    const [, second] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(second);
    const folder = second.uri.fsPath;
    assert.ok(vscode.workspace.updateWorkspaceFolders(1, 1));
    await until("one root", () => workspaces.all.length === 1);
    await until("no runner", async () => {
      const client = await RunnerClient.find(stateFolder(folder, thisHost()));
      client?.dispose();
      return client === undefined;
    });
  });
});

async function invokeIn(folder: string): Promise<void> {
  const path = `${folder}/events/hello.json`;
  const call = (): Promise<void> => run("invokeWithEvent", { functionName: "HelloPython", folder, path });
  assert.match(await resultAfter("HelloPython", call), /"message": "Good day, Ada\. /);
}
