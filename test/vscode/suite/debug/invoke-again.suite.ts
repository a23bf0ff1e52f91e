import assert from "node:assert/strict";
import { suite, suiteSetup, suiteTeardown, test } from "mocha";
import * as vscode from "vscode";
import { DebugOutput } from "../debug-output.ts";
import { inFolder, listedWorkspace, run } from "../pilot-light.ts";
import { stopDebugging } from "../stop-debugging.ts";
import { StoppedFunction } from "../stopped-function.ts";

const source = vscode.Uri.file(inFolder("hello-typescript", "src", "app.ts"));

suite("invoking again", () => {
  const output = new DebugOutput();
  suiteSetup(async () => {
    await listedWorkspace();
    const document = await vscode.workspace.openTextDocument(source);
    const position = document.positionAt(document.getText().indexOf("return {"));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(new vscode.Location(source, position))]);
  });
  suiteTeardown(() => {
    output.dispose();
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  });

  test("calls the debugged function with the event of its configuration", async () => {
    await start({ request: "launch", function: "HelloTypeScript", event: { name: "Eve" } });
    const first = await StoppedFunction.next();
    assert.equal(await first.evaluate("name"), "'Eve'");
    await first.goOn();
    await output.shown(/HelloTypeScript answered after/);
    const done = run("invokeAgain");
    const second = await StoppedFunction.next();
    assert.equal(await second.evaluate("name"), "'Eve'");
    await second.goOn();
    await done;
    await stopDebugging();
  });

  test("calls the function of the active editor, with the event used last, where all are debugged", async () => {
    await start({ request: "attach" });
    await output.shown(/Every call of .*HelloTypeScript.* stops at breakpoints/);
    await vscode.window.showTextDocument(source);
    const done = run("invokeAgain");
    const stopped = await StoppedFunction.next();
    assert.match(stopped.sessionName, /^HelloTypeScript /);
    assert.equal(await stopped.evaluate("name"), "'Eve'");
    await stopped.goOn();
    await done;
    await stopDebugging();
  });

  async function start(configuration: Omit<vscode.DebugConfiguration, "type" | "name">): Promise<void> {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const { request } = configuration as { request: string };
    const given = { ...configuration, type: "lambda", name: "Again", request };
    assert.equal(await vscode.debug.startDebugging(folder, given), true);
  }
});
