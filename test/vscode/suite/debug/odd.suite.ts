import assert from "node:assert/strict";
import { suite, suiteSetup, suiteTeardown, test } from "mocha";
import * as vscode from "vscode";
import { DebugStops } from "../debug-stops.ts";
import { inFolder, listedWorkspace } from "../pilot-light.ts";
import { leaveNoDebugging } from "../stop-debugging.ts";

const source = inFolder("packages", "odd 100%25 #1 (é)", "my äpp.ts");

// From 1.
const greetingLine = 3;
const throwLine = 4;

suite("debugging a function in a folder with an odd name", () => {
  let stops: DebugStops;
  suiteSetup(async () => {
    // Of this suite's sessions alone.
    stops = new DebugStops();
    await listedWorkspace();
  });
  suiteTeardown(async () => {
    stops.dispose();
    await leaveNoDebugging();
  });

  test("stops at its breakpoint, and where it throws what nobody catches", async () => {
    const place = new vscode.Location(vscode.Uri.file(source), new vscode.Position(greetingLine - 1, 0));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)]);
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const configuration = { type: "lambda", request: "launch", name: "Odd", function: "Odd" };
    assert.equal(await vscode.debug.startDebugging(folder, { ...configuration, event: { name: "nobody" } }), true);
    const stop = await stops.next();
    assert.deepEqual([stop.path, stop.line], [source, greetingLine]);
    assert.equal(await stop.evaluate("name"), "'nobody'");
    await stop.request("setExceptionBreakpoints", { filters: ["uncaught"] });
    await stop.goOn();
    const thrown = await stops.next();
    assert.deepEqual([thrown.reason, thrown.path, thrown.line], ["exception", source, throwLine]);
    await thrown.goOn();
  });
});
