import assert from "node:assert/strict";
import { suite, suiteSetup, test } from "mocha";
import * as vscode from "vscode";
import { inFolder, listedWorkspace } from "../pilot-light.ts";
import { stopDebugging } from "../stop-debugging.ts";
import { StoppedFunction } from "../stopped-function.ts";

suite("stopping on entry", () => {
  suiteSetup(async () => {
    await listedWorkspace();
  });

  test("shows the first statement of the TypeScript handler's module, before any call", async () => {
    const source = inFolder("hello-typescript", "src", "app.ts");
    const text = (await vscode.workspace.openTextDocument(source)).getText();
    const lines = text.split("\n");
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const configuration = { type: "lambda", request: "launch", name: "Entry", function: "HelloTypeScript" };
    assert.equal(await vscode.debug.startDebugging(folder, { ...configuration, stopOnEntry: true }), true);
    const stopped = await StoppedFunction.next();
    const line = Number(/:(\d+)$/.exec(stopped.place)?.[1]);
    assert.equal(stopped.place, `${source}:${line}`);
    assert.match(lines[line - 1] ?? "", /^(let|const) /, `it stopped in line ${line}`);
    await stopped.goOn();
    await stopDebugging();
  });
});
