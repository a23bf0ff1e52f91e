import assert from "node:assert/strict";
import { once } from "node:events";
import { setup, suite, test } from "mocha";
import * as vscode from "vscode";
import type { Workspace } from "../../../../extension/workspace/workspace.ts";
import { acceptNewestMessage, clearMessages } from "../messages.ts";
import { inFolder, listedWorkspace, pilotLight, run, runnerPid, runnerToBe } from "../pilot-light.ts";
import { resultAfter } from "../result.ts";
import { shellCommand } from "../shell-command.ts";
import { outlineOf } from "../tree-outline.ts";
import { until } from "../until.ts";

suite("the runner", () => {
  let workspace: Workspace;
  setup(async () => {
    workspace = await listedWorkspace();
    await workspace.stop();
    await clearMessages();
  });

  test("starts, starts again and stops when told to", async () => {
    await run("startRunner");
    const first = runnerPid(workspace);
    await run("restartRunner");
    const second = runnerPid(workspace);
    assert.notEqual(second, first);
    assert.equal(isAlive(first), false);
    await run("stopRunner");
    assert.deepEqual(workspace.state.runner, { kind: "stopped" });
    assert.equal(isAlive(second), false);
  });

  test("stops idle environments when told to clean up", async () => {
    await invokePython();
    await until("an idle environment", async () =>
      (await outlineOf("HelloPython")).some((line) => /1 idle/.test(line)),
    );
    await run("cleanUpEnvironments");
    await until("their end", async () => (await outlineOf("HelloPython")).every((line) => !/Environments/.test(line)));
    assert.equal(workspace.state.runner.kind, "running");
  });

  test("is told to have failed when it is killed, keeps its history, and starts again with the next call", async () => {
    await invokePython();
    const pid = runnerPid(workspace);
    process.kill(pid, "SIGKILL");
    const failed = await runnerToBe(workspace, "failed");
    assert.match(failed.reason, /\w/);
    const outline = await outlineOf("HelloPython");
    assert.ok(outline.some((line) => /Invocations/.test(line)) && !outline.some((line) => /Environments/.test(line)));
    await invokePython();
    assert.notEqual(runnerPid(workspace), pid);
  });

  test("starts again when the message about its crash is answered with yes", async () => {
    await run("startRunner");
    const pid = runnerPid(workspace);
    process.kill(pid, "SIGKILL");
    await runnerToBe(workspace, "failed");
    await until("another runner", async () => {
      if (workspace.state.runner.kind === "failed") await acceptNewestMessage();
      return workspace.state.runner.kind === "running" && runnerPid(workspace) !== pid;
    });
  });

  test("has not crashed when somebody stops it from a shell", async () => {
    await run("startRunner");
    const seen: string[] = [];
    const { workspaces } = await pilotLight();
    const follow = workspaces.onDidChange(() => seen.push(workspace.state.runner.kind));
    await once(shellCommand("stop"), "close");
    await runnerToBe(workspace, "stopped");
    follow.dispose();
    assert.ok(!seen.includes("failed"), seen.join());
  });

  test("is shared with a shell that started it", async () => {
    const child = shellCommand("start", "--engine=process", "--port=0");
    try {
      await once(child.stdout, "data");
      await invokePython();
      assert.equal(runnerPid(workspace), child.pid);
      await run("stopRunner");
      assert.deepEqual(workspace.state.runner, { kind: "stopped" });
    } finally {
      child.kill();
    }
  });

  test("is offered to start again when settings have changed", async () => {
    await run("startRunner");
    const pid = runnerPid(workspace);
    const settings = vscode.workspace.getConfiguration("pilotlight", vscode.Uri.file(inFolder()));
    await settings.update("region", "eu-central-1", vscode.ConfigurationTarget.WorkspaceFolder);
    try {
      await until("another runner", async () => {
        if (workspace.state.runner.kind === "running" && runnerPid(workspace) === pid) await acceptNewestMessage();
        return workspace.state.runner.kind === "running" && runnerPid(workspace) !== pid;
      });
      assert.match(await resultAfter("HelloPython", invokePython), / eu-central-1 · of /);
    } finally {
      await settings.update("region", undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    }
  });
});

async function invokePython(): Promise<void> {
  await run("invokeWithEvent", { functionName: "HelloPython", path: inFolder("events", "hello.json") });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
