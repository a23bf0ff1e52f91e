import assert from "node:assert/strict";
import { suite, suiteSetup, suiteTeardown, test } from "mocha";
import * as vscode from "vscode";
import { DebugOutput } from "../debug-output.ts";
import { DebugStops } from "../debug-stops.ts";
import { inFolder, listedWorkspace } from "../pilot-light.ts";
import { leaveNoDebugging } from "../stop-debugging.ts";

const source = inFolder("ledger", "app.py");

// From 1.
const callLine = 3;
const raiseLine = 8;

suite("an exception of a Python function that nobody catches", () => {
  let output: DebugOutput;
  let stops: DebugStops;
  suiteSetup(async () => {
    // Of this suite's sessions alone.
    output = new DebugOutput();
    stops = new DebugStops();
    await listedWorkspace();
  });
  suiteTeardown(async () => {
    output.dispose();
    stops.dispose();
    await leaveNoDebugging();
  });

  test("stops it where it is raised, with its message, and is the answer afterwards", async () => {
    const place = new vscode.Location(vscode.Uri.file(source), new vscode.Position(callLine - 1, 0));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)]);
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const configuration = { type: "lambda", request: "launch", name: "Ledger", function: "Ledger" };
    const event = { reason: "no such account" };
    assert.equal(await vscode.debug.startDebugging(folder, { ...configuration, event }), true);
    const stop = await stops.next();
    assert.deepEqual([stop.path, stop.line], [source, callLine]);
    await stop.request("setExceptionBreakpoints", { filters: ["uncaught"] });
    await stop.goOn();
    const raised = await stops.next();
    assert.deepEqual([raised.reason, raised.path, raised.line], ["exception", source, raiseLine]);
    assert.match(raised.description ?? "", /no such account/);
    assert.equal(await raised.evaluate("reason"), "'no such account'");
    await raised.goOn();
    await output.shown(/Ledger failed .*no such account/);
  });
});
